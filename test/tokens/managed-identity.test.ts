/** The managed identity of App Service: one request for a token, which the clients of Azure share. */

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { appServiceCredential } from '../../shared/azure-identity/app-service-identity.ts';
import { managedIdentity } from '../../shared/azure-identity/azure-identity.ts';

interface Answer {
  readonly status: number;
  readonly body: string;
}

const SCOPE = 'https://vault.azure.net/.default';
const CLIENT_ID = '11111111-2222-3333-4444-555555555555';
const HOUR = 3_600;
const token = (text: string, seconds = HOUR): Answer => ({
  status: 200,
  body: JSON.stringify({
    access_token: text,
    expires_on: String(Math.floor(Date.now() / 1000) + seconds),
    token_type: 'Bearer',
  }),
});

let server: Server;
let endpoint: string;
const asked: string[] = [];
const answers: Answer[] = [];
const pauses: number[] = [];
const wait = async (milliseconds: number) => void pauses.push(milliseconds);

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['x-identity-header']}`);
    const { status, body } = answers.shift() ?? { status: 400, body: '{}' };
    response.writeHead(status).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`;
});
beforeEach(() => {
  for (const list of [asked, answers, pauses]) list.length = 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const credential = (clientId?: string) => appServiceCredential({ endpoint, proof: 'proof' }, clientId, wait);
const path = '/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fvault.azure.net';

it.each([
  [undefined, path],
  [CLIENT_ID, `${path}&client_id=${CLIENT_ID}`],
])('asks as App Service documents it; its client id: %s', async (managedIdentityClientId, url) => {
  answers.push(token('one'));
  const signedIn = await managedIdentity({
    managedIdentityClientId,
    appService: { endpoint, proof: 'proof' },
  });
  expect((await signedIn.getToken(SCOPE))?.token).toBe('one');
  expect(asked).toEqual([`GET ${url} proof`]);
});

it('calls at once, and later ones, share a token; each resource has its own', async () => {
  answers.push(token('vault'), token('store'));
  const { getToken } = credential();
  const [one, two] = await Promise.all([getToken(SCOPE), getToken([SCOPE])]);
  const store = await getToken('https://x.documents.azure.com/.default');
  const later = await getToken(SCOPE);
  expect([one, two, store, later].map((got) => got?.token)).toEqual(['vault', 'vault', 'store', 'vault']);
  expect(asked).toHaveLength(2);
});

it('a token is asked for again five minutes before its end, and when a service has refused it', async () => {
  answers.push(token('ends', 299), token('lasts', 301), token('wanted'));
  const { getToken } = credential();
  for (const text of ['ends', 'lasts', 'lasts']) expect((await getToken(SCOPE))?.token).toBe(text);
  expect((await getToken(SCOPE, { claims: '{}' }))?.token).toBe('wanted');
  expect(asked).toHaveLength(3);
});

it('a token that ends soon is used while no other is to be had, unless a service has refused it', async () => {
  const denied = { status: 400, body: 'denied' };
  answers.push(token('ends', 299), denied, denied);
  const { getToken } = credential();
  for (const text of ['ends', 'ends']) expect((await getToken(SCOPE))?.token).toBe(text);
  await expect(getToken(SCOPE, { claims: '{}' })).rejects.toThrow('gave no token: status 400');
});

it.each([404, 408, 429, 500, 502, 503, 504])('%d passes: it asks again, twice at most', async (status) => {
  const busy = { status, body: 'busy' };
  answers.push(busy, busy, token('late'), busy, busy, busy);
  expect((await credential().getToken(SCOPE))?.token).toBe('late');
  await expect(credential().getToken(SCOPE)).rejects.toThrow(`gave no token: status ${status}`);
  expect([asked.length, pauses]).toEqual([6, [200, 1000, 200, 1000]]);
});

it('a port where nobody listens is a failure after three attempts', async () => {
  const { getToken } = appServiceCredential(
    { endpoint: 'http://127.0.0.1:1', proof: 'proof' },
    undefined,
    wait,
  );
  await expect(getToken(SCOPE)).rejects.toThrow('gave no token: ECONNREFUSED');
  expect(pauses).toEqual([200, 1000]);
});

it.each([
  ['no such identity', { status: 400, body: '{"message":"of hunter2"}' }, 'status 400'],
  ['no such resource', { status: 400, body: 'AADSTS500011: hunter2' }, 'status 400 AADSTS500011'],
  ['a page', { status: 200, body: '<html>hunter2' }, 'an answer that is not a token'],
  ['no token', { status: 200, body: '{"expires_on":"1","hunter2":1}' }, 'an answer that is not a token'],
  ['no end', { status: 200, body: '{"access_token":"hunter2"}' }, 'an answer that is not a token'],
])('%s: a failure that quotes nothing, and no second attempt', async (_title, answer, message) => {
  answers.push(answer);
  const failure = await credential()
    .getToken(SCOPE)
    .catch((error: unknown) => error);
  expect(String(failure)).toBe(`SignInFailed: The managed identity gave no token: ${message}`);
  expect(inspect(failure, { depth: 9 })).not.toMatch(/hunter2|proof/);
  expect(asked).toHaveLength(1);
});
