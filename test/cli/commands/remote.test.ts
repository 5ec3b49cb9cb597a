/** `--url`: the same commands against a service that asks for a token. */

import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { answerFetch } from '../../../functions/runtime/fetch.ts';
import { keyCallers, newManageKey } from '../../../shared/manage/callers/key-callers.ts';
import { manageEndpoint } from '../../../shared/manage/manage-endpoint.ts';
import { openShell } from './shell.ts';

const key = newManageKey();
let shell: Awaited<ReturnType<typeof openShell>>;
let url: string;
let keyFile: string;
const servers: Server[] = [];

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  shell = await openShell();
  const manage = manageEndpoint({ ...shell.services, callers: [keyCallers(async () => key)] });
  url = await listen(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = 'GET', headers } = incoming;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
    const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const request = new Request(`http://127.0.0.1${incoming.url}`, { method, headers: sent, body });
    const response = await answerFetch(manage, request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  keyFile = join(shell.folder, 'manage.key');
  writeFileSync(keyFile, `${key}\n`);
});

afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  shell.remove();
});

const run = (line: string, input?: string) => shell.run(line, input, {});

it('reads the key from a file or from standard input, and does the same', async () => {
  const local = await shell.run('account list');
  expect(await run(`account list --url ${url} --token-file ${keyFile}`)).toEqual(local);
  expect(await run(`account list --url ${url}/manage/v1/ --token-file -`, `${key}\n`)).toEqual(local);
});

it('changes fields under the version that it read', async () => {
  const { code, out } = await run(`field add AcDemo Code --url ${url} --token-file ${keyFile}`);
  expect(code).toBe(0);
  expect(out).toMatch(/^Code +Code +text/m);
});

it('a wrong key is refused without being repeated', async () => {
  const wrong = newManageKey();
  const { code, out, err } = await run(`account list --url ${url} --token-file -`, wrong);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toContain('(401)');
  expect(err).not.toContain(wrong);
});

it('an address where nobody listens is named', async () => {
  const closed = await listen(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const { code, err } = await run(`account list --url ${closed} --token-file ${keyFile}`);
  expect(code).toBe(1);
  expect(err).toContain(`No answer from ${closed} (ECONNREFUSED)`);
});

test.each<[string, (response: ServerResponse) => unknown]>([
  ['does not answer', () => {}],
  ['stalls half way', (response) => response.writeHead(200).write('{"accounts":')],
])('an address that %s is given up after --timeout', async (_, answer) => {
  const hung = await listen((_request, response) => void answer(response));
  const { code, err } = await run(`account list --url ${hung} --token-file ${keyFile} --timeout 1`);
  expect([code, err]).toEqual([1, expect.stringContaining(`No answer from ${hung} (none within 1 seconds)`)]);
});

it('an export goes on after a busy gateway and a broken connection', async () => {
  let calls = 0;
  const flaky = await listen(async (incoming, outgoing) => {
    calls += 1;
    if (calls === 2) return outgoing.writeHead(502, { 'content-type': 'text/html' }).end('<html>');
    if (calls === 3) return outgoing.destroy();
    const answer = await fetch(`${url}${incoming.url}`, {
      headers: { authorization: String(incoming.headers.authorization) },
    });
    return outgoing.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  const { code, out, err } = await run(`export AcDemo --url ${flaky} --token-file ${keyFile}`);
  expect([code, err]).toEqual([0, expect.stringContaining('0 users, 0 groups, 0 memberships.')]);
  expect(out.trimEnd().split('\n')).toHaveLength(2);
  expect(calls).toBe(5);
});

it('an export that fails half way ends its progress, and says why', async () => {
  let calls = 0;
  const failing = await listen((_incoming, outgoing) => {
    calls += 1;
    const page = { records: [{ record: 'account' }], totals: { users: 7 }, nextCursor: 'g.' };
    outgoing.writeHead(calls === 1 ? 200 : 500, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(calls === 1 ? page : { title: 'Internal error' }));
  });
  const { code, err } = await run(`export AcDemo --url ${failing} --token-file ${keyFile}`);
  expect([code, err]).toEqual([1, expect.stringMatching(/^export: 1\/8\nInternal error \(500\)/)]);
});

it('an answer that breaks off is no answer', async () => {
  const broken = await listen((_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy());
  });
  const { code, err } = await run(`account list --url ${broken} --token-file ${keyFile}`);
  expect([code, err]).toEqual([1, expect.stringContaining(`No answer from ${broken}`)]);
});

test.each<[string, number, Record<string, string>, string, string]>([
  ['another page', 200, { 'content-type': 'text/html' }, '<html>', 'not from the manage API'],
  ['an error page', 502, { 'content-type': 'text/html' }, '<html>', 'status 502'],
  ['a redirect', 302, { location: 'https://other.test/' }, '', 'https://other.test/'],
  ['lists that are none', 200, { 'content-type': 'application/json' }, '{"accounts":7}', 'another version'],
])(
  'an address that answers with %s is refused with a hint, and no stack',
  async (_, status, headers, body, hint) => {
    const other = await listen((_request, response) => response.writeHead(status, headers).end(body));
    const { code, out, err } = await run(`account list --url ${other} --token-file ${keyFile}`);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(hint);
    expect(err).not.toContain('.ts:');
  },
);

test.each([
  ['a token crossing a network in clear', '--url http://scim.example.test --token-file -', 'https://'],
  ['no token', '--url https://scim.example.test', '--token-file'],
  ['a token without an address', '--token-file -', '--url'],
  ['an address that is none', '--url scim.example.test --token-file -', 'https://scim.example.com'],
  ['a password in the address', '--url https://a:b@scim.example.test --token-file -', 'password'],
  [
    'an address and a data folder',
    '--url https://scim.example.test --token-file - --data-dir x',
    '--data-dir',
  ],
  [
    'a token file that is not there',
    '--url https://scim.example.test --token-file nowhere',
    'nowhere (ENOENT)',
  ],
])('%s is a wrong command line: exit code 2', async (_, options, message) => {
  const { code, err } = await run(`account list ${options}`, key);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test.each([
  ['two lines', 'one\ntwo', 'one line'],
  ['nothing', '', 'one line'],
  ['a SCIM token', 'kfs_AcDemo_x', 'SCIM token'],
  ['a connection file', '{\n"baseUrl": "x", "token": "kfs_x"}', 'connection file'],
])('standard input with %s is no token', async (_, input, message) => {
  const { code, err } = await run(`account list --url ${url} --token-file -`, input);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
