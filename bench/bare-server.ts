/** A program: node:http and nothing else. Reads each request to its end and gives the answer it was told last. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BareAnswer } from './bare.ts';

let answer: BareAnswer = { status: 200, type: 'application/json', body: '' };

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    const { status, type, body } = answer;
    const content = body === '' ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, content).end(body);
  });
});

process.on('message', (told: BareAnswer) => {
  answer = told;
  process.send?.('told');
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
