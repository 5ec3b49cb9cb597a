/** What Entra ID's Test Connection depends on, as the manage API looks at it. */

import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { openConsole } from './console.ts';

let server: Server | undefined;
afterEach(() => server?.close());

/** What stands under the public name. @returns its origin */
async function standing(answer: RequestListener): Promise<string> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${Object(server.address()).port}`;
}

const thisService: RequestListener = (_, response) =>
  response.writeHead(401, { 'content-type': 'application/scim+json; charset=utf-8' }).end('{}');

const PATH = '/accounts/AcDemo/connection-check';

const steps = (json: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object(json).steps.map(({ step, outcome, detail, remedy = '' }: Record<string, string>) => [
      step,
      `${outcome}: ${detail} ${remedy}`,
    ]),
  );

describe('the address', () => {
  it.each([
    ['https://scim.example.test', /^ok: scim\.example\.test is called with https/],
    ['http://scim.example.test', /^failed: .*without https.*PUBLIC_BASE_URL/],
    ['https://localhost:7071', /^failed: .*cannot reach localhost.*PUBLIC_BASE_URL/],
    ['https://127.0.0.1', /^failed: .*cannot reach 127/],
    ['https://[::1]', /^failed: .*cannot reach \[::1\]/],
  ])('%s → %s', async (publicBaseUrl, found) => {
    const { call } = await openConsole({ publicBaseUrl });
    expect(steps((await call('POST', PATH)).json).address).toMatch(found);
  });
});

describe('the answer under the public name to a request without a token', () => {
  it('is asked for by the path that Entra ID takes, and without a credential', async () => {
    const asked: unknown[] = [];
    const publicBaseUrl = await standing((request, response) => {
      asked.push([request.method, request.url, request.headers.authorization]);
      thisService(request, response);
    });
    const { call } = await openConsole({ publicBaseUrl });
    const { json } = await call('POST', PATH, {});
    expect(steps(json).answer).toMatch(/^ok: The service asked for a token, as it should, after \d+ ms/);
    expect(asked).toEqual([['GET', '/scim/v2/AcDemo/Users?startIndex=1&count=1', undefined]]);
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'a proxy that asks for its own password',
      (_, response) => response.writeHead(401, { 'content-type': 'text/html' }).end('no'),
      /^failed: Something answered 401/,
    ],
    [
      'a page that leads elsewhere',
      (_, response) => response.writeHead(302, { location: 'https://elsewhere.example.test' }).end(),
      /^failed: Something answered 302.*in front of the service/,
    ],
    [
      'a connection that ends',
      (request) => request.socket.destroy(),
      /^failed: There was no answer: .*firewall/,
    ],
  ])('%s', async (_, answer, found) => {
    const { call } = await openConsole({ publicBaseUrl: await standing(answer) });
    expect(steps((await call('POST', PATH, {})).json).answer).toMatch(found);
  });
});

describe('the token', () => {
  const DAY = 86_400_000;

  it('opens the account, and its use is not counted: it is not Entra ID that has come', async () => {
    const { call, issueScimToken } = await openConsole({ publicBaseUrl: await standing(thisService) });
    const token = await issueScimToken();
    const { json } = await call('POST', PATH, { token });
    expect(json).toMatchObject({ baseUrl: expect.stringMatching(/\/scim\/v2\/AcDemo$/), lastRequest: null });
    expect(steps(json)).toMatchObject({
      token: expect.stringMatching(/^ok: The token opens this account/),
      query: expect.stringMatching(/^ok: .*empty list/),
    });
    const { json: list } = await call('GET', '/accounts/AcDemo/tokens');
    expect(list.tokens).toMatchObject([{ firstUsedAt: null, lastUsedAt: null }]);
    const { json: status } = await call('GET', '/accounts/AcDemo/status');
    expect(status).toMatchObject({ lastDay: { refusals: [] } });
  });

  it('names the last request, which came with a token', async () => {
    const { call, scim, issueScimToken } = await openConsole({ publicBaseUrl: await standing(thisService) });
    await scim('users', 'GET', '/Users', await issueScimToken());
    const { json } = await call('POST', PATH, {});
    expect(json).toMatchObject({ lastRequest: { label: 'test' } });
    expect(steps(json).token).toMatch(/^skipped: No token was given/);
  });

  it('says why it opens nothing', async () => {
    let time = Date.parse('2026-06-10T12:00:00Z');
    const publicBaseUrl = await standing(thisService);
    const { call, lines, entra } = await openConsole({ publicBaseUrl, now: () => time });
    const create = async (account: string, expiresAt?: string) =>
      Object((await call('POST', `/accounts/${account}/tokens`, { label: 'x', expiresAt })).json);
    await call('POST', '/accounts', { id: 'AcOther', name: 'Other' });
    const found = async (token: string) => {
      // Sign-ins end, too.
      const authorization = `Bearer ${await entra.token({ roles: ['Viewer'] })}`;
      return steps((await call('POST', PATH, { token }, { authorization })).json).token;
    };

    const short = await create('AcDemo', new Date(time + 2 * DAY).toISOString());
    const revoked = await create('AcDemo');
    await call('DELETE', `/accounts/AcDemo/tokens/${revoked.tokenId}`);
    const other = await create('AcOther');
    expect(await found(short.token)).toMatch(/^ok/);
    expect(await found(` ${short.token}`)).toMatch(/^failed: .*not the whole.*without spaces/);
    expect(await found(short.token.slice(0, -1))).toMatch(/^failed: .*not the whole/);
    expect(await found(other.token)).toMatch(/^failed: This is a token of the account AcOther.*same account/);
    expect(await found(revoked.token)).toMatch(/^failed: The token was revoked.*Generate another/);
    time += 3 * DAY;
    expect(await found(short.token)).toMatch(/^failed: The token has expired.*Generate another/);
    for (const { token } of [short, revoked, other]) expect(JSON.stringify(lines)).not.toContain(token);
  });
});
