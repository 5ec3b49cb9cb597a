import {
  CompactSign,
  createRemoteJWKSet,
  exportPKCS8,
  generateKeyPair,
  importPKCS8,
  type JWTPayload,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { entraCallers, entraKeys } from '../../shared/manage/callers/entra-callers.ts';
import { keyCallers, newManageKey } from '../../shared/manage/callers/key-callers.ts';
import { ADMIN, AUDIENCE, AUTHORITY, ISSUER, openConsole, TENANT } from './console.ts';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ACCOUNT = '/accounts/AcDemo';

describe('who may call: Entra ID access tokens (RFC 6750, RFC 7519)', () => {
  it.each([
    ['SuperAdmin', 200, 201],
    ['IamAdmin', 200, 201],
    ['Viewer', 200, 403],
    ['Somebody', 403, 403],
  ])('the app role %s: GET %i, POST %i', async (role, read, write) => {
    const { call, entra } = await openConsole();
    const headers = bearer(await entra.token({ roles: [role] }));
    expect((await call('GET', ACCOUNT, undefined, headers)).status).toBe(read);
    expect((await call('POST', `${ACCOUNT}/tokens`, { label: 'Entra' }, headers)).status).toBe(write);
  });

  it('a token of version 1 (its issuer, appid instead of azp) is as good', async () => {
    const { call, entra } = await openConsole();
    const iss = `https://sts.windows.net/${TENANT}/`;
    const token = await entra.token({ iss, azp: undefined, appid: 'portal', roles: ['Viewer'] });
    expect((await call('GET', ACCOUNT, undefined, bearer(token))).status).toBe(200);
  });

  it('no roles at all: 403, and the log names the caller by object id', async () => {
    const { call, entra, lines } = await openConsole();
    expect((await call('GET', ACCOUNT, undefined, bearer(await entra.token()))).status).toBe(403);
    expect(lines).toMatchObject([{ operation: 'getAccount', status: 403, caller: ADMIN, account: 'AcDemo' }]);
  });

  it('what is wrong with a token makes no difference: 401 with invalid_token', async () => {
    const { call, entra } = await openConsole();
    const stranger = await generateKeyPair('RS256');
    const roles = ['SuperAdmin'];
    const past = Math.floor(Date.now() / 1000) - 3600;
    const bytes = (json: object) => new TextEncoder().encode(JSON.stringify(json));
    const signed = async (header: { alg: string; kid?: string }, payload: JWTPayload) =>
      new SignJWT(payload)
        .setProtectedHeader(header)
        .sign(await importPKCS8(await exportPKCS8(entra.privateKey), header.alg));
    const claims = { iss: ISSUER, aud: AUDIENCE, oid: ADMIN, azp: 'portal', roles, exp: past + 7200 };
    const bad: Readonly<Record<string, string>> = {
      expired: await entra.token({ roles, exp: past }),
      'not yet valid': await entra.token({ roles, nbf: past + 7200 }),
      'without expiry': await entra.token({ roles, exp: undefined }),
      'for another audience': await entra.token({ roles, aud: 'https://graph.microsoft.com' }),
      'of another tenant': await entra.token({ roles, iss: ISSUER.replace('0f0f', '1f1f') }),
      'an ID token': await entra.token({ roles, azp: undefined }),
      'without oid': await entra.token({ roles, oid: undefined }),
      'signed by a stranger': await entra.token({ roles }, stranger.privateKey),
      'signed with an unknown key': await entra.token({ roles }, stranger.privateKey, 'two'),
      unsigned: new UnsecuredJWT(claims).encode(),
      'signed with another algorithm': await signed({ alg: 'PS256', kid: 'one' }, claims),
      'signed with the public key as a secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'one' })
        .sign(new TextEncoder().encode('x'.repeat(32))),
      'of no known key, where there are several': await signed({ alg: 'RS256' }, claims),
      'with an extension that must be understood': await new CompactSign(bytes(claims))
        .setProtectedHeader({ alg: 'RS256', kid: 'one', crit: ['x'], x: 1 })
        .sign(entra.privateKey, { crit: { x: true } }),
      'of no claims': await new CompactSign(new TextEncoder().encode('[]'))
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .sign(entra.privateKey),
      'of all tenants': await entra.token({ roles, iss: 'https://login.microsoftonline.com/common/v2.0' }),
      'no token': 'x',
      'far too long': 'x'.repeat(20_000),
    };
    const answers = [];
    for (const token of Object.values(bad)) {
      const { status, json, headers } = await call('GET', ACCOUNT, undefined, bearer(token));
      answers.push({ status, json, challenge: headers.get('www-authenticate') });
    }
    expect(answers[0]).toMatchObject({
      status: 401,
      json: { type: 'urn:kissflow:scim:problem:not-signed-in' },
      challenge: 'Bearer realm="manage", error="invalid_token"',
    });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it.each(['', 'Basic YTpi', 'Bearer '])(
    'credential %j: 401 with a bare challenge (RFC 6750 §3.1)',
    async (authorization) => {
      const { call } = await openConsole();
      const answer = await call('GET', ACCOUNT, undefined, { authorization });
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="manage"']);
    },
  );

  it('keys that cannot be read sign nobody out: 503 with Retry-After', async () => {
    const unreachable = createRemoteJWKSet(new URL('http://127.0.0.1:9/keys'), { timeoutDuration: 500 });
    const check = entraCallers(
      { authority: AUTHORITY, tenantId: TENANT, audiences: [AUDIENCE] },
      unreachable,
      Date.now,
    );
    const { call, admin, lines } = await openConsole({ callers: [check] });
    const answer = await call('GET', ACCOUNT, undefined, bearer(admin));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
    expect(String(lines[0]?.cause)).toContain('CallersUnavailable');
  });

  it('the keys are those that the tenant publishes, and no others', async () => {
    const { entra } = await openConsole();
    const { fetch } = globalThis;
    const asked: string[] = [];
    globalThis.fetch = async (url) => {
      asked.push(String(url));
      return Response.json({ keys: [] });
    };
    try {
      const settings = { authority: AUTHORITY, tenantId: TENANT, audiences: [AUDIENCE] };
      const check = entraCallers(settings, entraKeys(settings), Date.now);
      expect(await check(await entra.token({ roles: ['SuperAdmin'] }))).toBeUndefined();
      expect(asked).toEqual([`https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`]);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('nothing set up: 503 that names the settings', async () => {
    const { call } = await openConsole({ callers: [] });
    const { status, json } = await call('GET', ACCOUNT);
    expect([status, json.detail]).toEqual([
      503,
      expect.stringMatching(/MANAGE_TENANT_ID.+MANAGE_AUDIENCE.+MANAGE_KEY_FILE/),
    ]);
  });
});

describe('the manage key of a local service', () => {
  it('opens everything; a wrong, an empty and a missing one open nothing', async () => {
    const key = newManageKey();
    let stored: string | undefined = `${key}\n`;
    const { call, lines } = await openConsole({ callers: [keyCallers(async () => stored)] });
    const status = async (text: string) => (await call('GET', ACCOUNT, undefined, bearer(text))).status;
    expect(await status(key)).toBe(200);
    expect(lines).toMatchObject([{ caller: 'manage-key' }]);
    expect(await status(newManageKey())).toBe(401);
    expect(await status(key.slice(0, -1))).toBe(401);
    for (const unusable of [undefined, '', '\n', 'x']) {
      stored = unusable;
      expect(await status(key)).toBe(401);
      expect(await status(unusable?.trim() || 'x')).toBe(401);
    }
  });
});

describe('two APIs, two kinds of token', () => {
  it('a SCIM token opens nothing here, a manage token and a manage key open nothing there', async () => {
    const key = newManageKey();
    const { call, scim, admin, issueScimToken } = await openConsole();
    const token = await issueScimToken();
    expect((await scim('users', 'GET', '/Users', token)).status).toBe(200);
    expect((await call('GET', ACCOUNT, undefined, bearer(token))).status).toBe(401);
    const local = await openConsole({ callers: [keyCallers(async () => key)] });
    expect((await local.call('GET', ACCOUNT, undefined, bearer(token))).status).toBe(401);
    expect((await scim('users', 'GET', '/Users', admin)).status).toBe(401);
    expect((await scim('users', 'GET', '/Users', key)).status).toBe(401);
  });
});

it('a query parameter that is named headers, in any case: 400, whoever calls', async () => {
  const { call } = await openConsole();
  for (const query of ['headers=x', 'HeaDers={}']) {
    const answer = await call('GET', `/accounts?${query}`);
    expect([answer.status, answer.json.detail]).toEqual([400, expect.stringContaining('headers')]);
  }
});
