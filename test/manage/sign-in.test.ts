/** How one signs in to the portal: links with a one-time code on one's own machine, Entra ID elsewhere. */

import { type Caller, CallersUnavailable } from '../../shared/manage/callers/caller.ts';
import {
  CODE_TIME,
  MAX_CODES,
  MAX_SESSIONS,
  portalSessions,
  SESSION_TIME,
} from '../../shared/manage/callers/portal-sessions.ts';
import { openConsole } from './console.ts';

const LOOPBACK = 'http://localhost:7071';
const START = Date.parse('2026-03-01T09:00:00Z');

/** A service on its own machine, with a clock; `key` is the manage key. */
async function openLocal(
  origin = LOOPBACK,
  caller: Caller = { id: 'manage-key', role: 'SuperAdmin', from: 'manage-api' },
) {
  let time = START;
  const now = () => time;
  const sessions = portalSessions('ann', now);
  const key = async (text: string) => (text === 'key' ? caller : undefined);
  const { call } = await openConsole({
    now,
    origin,
    callers: [key, sessions.check],
    signIn: { sessions },
  });
  const as = (credential: string) => ({ authorization: credential && `Bearer ${credential}` });
  const code = async () => String((await call('POST', '/sign-in/codes', undefined, as('key'))).json.code);
  const exchange = (text: string) => call('POST', '/sign-in', { code: text }, as(''));
  const session = async () => String((await exchange(await code())).json.session);
  return {
    call,
    as,
    code,
    exchange,
    session,
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

describe('sign-in with a one-time code', () => {
  it('a code becomes a session, which is a Super Admin under the name of the user of the machine', async () => {
    const { call, as, code, exchange } = await openLocal();
    const answer = await exchange(await code());
    expect([answer.status, answer.json.expiresAt]).toEqual([
      201,
      new Date(START + SESSION_TIME).toISOString(),
    ]);
    const me = await call('GET', '/me', undefined, as(String(answer.json.session)));
    expect(me.json).toMatchObject({ id: 'portal', name: 'ann', role: 'SuperAdmin' });
    expect(me.json.may).toEqual(expect.arrayContaining(['createToken', 'replaceFields', 'listUsers']));
    expect((await call('GET', '/accounts', undefined, as(String(answer.json.session)))).status).toBe(200);
  });

  it('refuses a code that is unknown, was used, or is late, and says what to do', async () => {
    const { code, exchange, wait } = await openLocal();
    const used = await code();
    await exchange(used);
    const late = await code();
    wait(CODE_TIME);
    for (const [text, reason] of [
      ['wrong', 'not known'],
      [used, 'used before'],
      [late, 'older than 10 minutes'],
    ] as const) {
      const { status, json } = await exchange(text);
      expect([status, json.type]).toEqual([403, 'urn:kissflow:scim:problem:code-refused']);
      expect(json.detail).toContain(reason);
      expect(json.detail).toContain('npx kissflow-scim portal');
    }
  });

  it('a session ends after its time, and with the sign-out', async () => {
    const { call, as, session, wait } = await openLocal();
    const [first, second] = [await session(), await session()];
    expect((await call('DELETE', '/sign-in', undefined, as(first))).status).toBe(204);
    expect((await call('GET', '/me', undefined, as(first))).status).toBe(401);
    expect((await call('GET', '/me', undefined, as(second))).status).toBe(200);
    wait(SESSION_TIME);
    expect((await call('GET', '/me', undefined, as(second))).status).toBe(401);
  });

  it('keeps a bounded number of codes and sessions: the oldest ones go', async () => {
    const { call, as, code, exchange, session } = await openLocal();
    const oldest = await code();
    for (let count = 0; count < MAX_CODES; count += 1) await code();
    expect((await exchange(oldest)).status).toBe(403);
    const first = await session();
    for (let count = 0; count < MAX_SESSIONS; count += 1) await session();
    expect((await call('GET', '/me', undefined, as(first))).status).toBe(401);
  });

  it('a code is made for the caller with the key alone', async () => {
    const { call, as } = await openLocal();
    expect((await call('POST', '/sign-in/codes', undefined, as('wrong'))).status).toBe(401);
    const viewer = await openLocal(LOOPBACK, { id: 'viewer', role: 'Viewer', from: 'manage-api' });
    expect((await viewer.call('POST', '/sign-in/codes', undefined, viewer.as('key'))).status).toBe(403);
  });

  it.each([
    ['a name that resolves to this machine', 'http://attacker.example:7071', {}],
    ['a tunnel', LOOPBACK, { 'x-forwarded-for': '203.0.113.7' }],
    ['a proxy (RFC 7239)', LOOPBACK, { forwarded: 'for=203.0.113.7' }],
  ])('is off for %s', async (_, origin, headers) => {
    const { call, as } = await openLocal(origin);
    expect((await call('GET', '/sign-in', undefined, headers)).json).toEqual({ mode: 'none' });
    const asked = { ...as('key'), ...headers };
    expect((await call('POST', '/sign-in/codes', undefined, asked)).status).toBe(404);
    expect((await call('POST', '/sign-in', { code: 'any' }, headers)).status).toBe(404);
  });
});

describe('what a page learns before somebody signs in', () => {
  it.each([
    ['this machine', { sessions: portalSessions('ann', Date.now) }, { mode: 'code' }],
    [
      'Entra ID',
      { entra: { authority: 'https://login.microsoftonline.us', tenantId: 't', clientId: 'c', scope: 's' } },
      {
        mode: 'entra',
        authority: 'https://login.microsoftonline.us',
        tenantId: 't',
        clientId: 'c',
        scope: 's',
      },
    ],
    ['nothing', {}, { mode: 'none' }],
  ])('%s', async (_, signIn, expected) => {
    const { call } = await openConsole({ signIn, origin: LOOPBACK, callers: [] });
    const answer = await call('GET', '/sign-in', undefined, { authorization: '' });
    expect([answer.status, answer.json]).toEqual([200, expected]);
  });
});

describe('who calls', () => {
  it('Entra ID names the person and the roles; a Viewer may only read', async () => {
    const { call, entra } = await openConsole();
    const token = await entra.token({ name: 'Ann Ray', roles: ['Viewer'] });
    const { json } = await call('GET', '/me', undefined, { authorization: `Bearer ${token}` });
    expect(json).toMatchObject({ name: 'Ann Ray', role: 'Viewer' });
    expect(json.may).toContain('listUsers');
    expect(json.may).not.toContain('createToken');
  });

  it('is not told while the keys of the tenant cannot be read', async () => {
    const callers = [async () => Promise.reject(new CallersUnavailable('no keys'))];
    const { call } = await openConsole({ callers });
    expect((await call('GET', '/me')).status).toBe(503);
  });
});
