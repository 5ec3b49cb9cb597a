/** Carries one request to the library's stream server and its answer back, both bodies as streams. */

import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import { LOOPBACK } from './stream-server.ts';

export interface Destination {
  readonly port: number;
  readonly agent: Agent;
}

export const createAgent = () => new Agent({ keepAlive: true, maxFreeSockets: 256 });

export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  { port, agent }: Destination,
): ClientRequest {
  const { method, url: path } = request;
  const headers = headersFor(request, id);
  const upstream = send({ host: LOOPBACK, port, agent, method, path, headers });
  upstream.on('error', () => {
    if (!response.headersSent) fail(response, 502);
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer));
    answer.pipe(response);
    answer.on('error', () => response.destroy());
    answer.on('end', () => {
      if (!upstream.writableEnded) abandonUpload(request, upstream);
    });
  });
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  if (hasBody(request)) request.pipe(upstream);
  else upstream.end();
  return upstream;
}

/** Answers for the host itself, with an empty body; cuts an answer off that has begun. */
export function fail(response: ServerResponse, status: number): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-length': 0 }).end();
}

/** The answer did not wait for the whole body: take the rest off the client's hands, and trouble nobody with it. */
function abandonUpload(request: IncomingMessage, upstream: ClientRequest): void {
  request.unpipe(upstream);
  request.resume();
  upstream.destroy();
}

// The library drops what comes with these two methods.
const hasBody = ({ method, headers }: IncomingMessage) =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  (headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined);

/** Of the client's own headers the stream server needs the framing alone; the others come with the invocation. */
function headersFor(request: IncomingMessage, id: string): Record<string, string> {
  const { host = LOOPBACK, 'content-length': length } = request.headers;
  const headers = { 'x-ms-invocation-id': id, 'x-forwarded-host': host, 'x-forwarded-proto': 'http' };
  if (!hasBody(request)) return headers;
  return length === undefined
    ? { ...headers, 'transfer-encoding': 'chunked' }
    : { ...headers, 'content-length': length };
}

/** RFC 9110 §7.6.1: what concerns one connection is not forwarded. */
function endToEnd(answer: IncomingMessage) {
  const { connection, 'keep-alive': keepAlive, 'transfer-encoding': coding, ...headers } = answer.headers;
  return headers;
}
