/** Demo data: what a provisioning client would have left in a week, and never in an account that is in use. */

import { demoAccount } from '../../shared/accounts/demo-account.ts';
import type { JsonObject } from '../../shared/scim/json.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const PATH = '/accounts/AcDemo/demo-data';
const rows = (json: JsonObject, name: string): JsonObject[] => Object(json)[name];

describe.each(STORES)('demo data on %s', (_, stores) => {
  const opened = openConsole({ account: demoAccount('reject'), demoData: true, stores });

  it('adds forty people with managers and fields, in groups', async () => {
    const { call } = await opened;
    const { status, json } = await call('POST', PATH);
    expect([status, json]).toEqual([201, { users: 40, groups: 7 }]);
    const users = rows((await call('GET', '/accounts/AcDemo/users?count=100')).json, 'users');
    expect(users).toHaveLength(40);
    expect(users.filter(({ active }) => active === false)).toHaveLength(1);
    expect(users.filter(({ groups }) => Number(groups) === 0)).toEqual([]);
    const managed = users.filter(({ fields }) => Object(fields).Manager);
    expect(managed.map(({ fields }) => Object(fields).Manager.displayName)).not.toContain(undefined);
    expect(managed).toHaveLength(39);
    const names = users.map(({ displayName }) => String(displayName)).join(' ');
    for (const script of [
      'Han',
      'Hangul',
      'Arabic',
      'Hebrew',
      'Cyrillic',
      'Greek',
      'Tamil',
      'Devanagari',
      'Thai',
    ])
      expect(names).toMatch(new RegExp(`\\p{Script=${script}}`, 'u'));
  });

  it('tells a week in the log, as old as it says, the refusals by their reasons', async () => {
    const { call } = await opened;
    const entries = rows((await call('GET', '/accounts/AcDemo/log?limit=500')).json, 'entries');
    const age = (entry: JsonObject | undefined) => (Date.now() - Date.parse(String(entry?.at))) / 86_400_000;
    expect(age(entries.at(-1))).toBeGreaterThan(6.9);
    expect(age(entries.at(-1))).toBeLessThan(7.1);
    expect(age(entries[0])).toBeLessThan(0.1);
    const events = new Set(entries.map(({ event, code }) => event ?? code));
    expect(events).toEqual(
      new Set([
        'created',
        'changed',
        'disabled',
        'restored',
        'renamed',
        'deleted',
        'members-changed',
        'wrong-value',
        'taken',
        undefined,
      ]),
    );
    const refused = entries.filter(({ code }) => code === 'wrong-value');
    expect(new Set(refused.map(({ externalId }) => externalId)).size).toBe(3);
    const { json } = await call('GET', '/accounts/AcDemo/status');
    expect(Object(json).lastDay.refusals).toMatchObject([{ code: 'wrong-value', count: 9 }]);
    expect(Object(json).setUp.every(({ done }: { done: boolean }) => done)).toBe(true);
  });

  it('leaves a token that was rotated, whose text nobody has', async () => {
    const { call } = await opened;
    const tokens = rows((await call('GET', '/accounts/AcDemo/tokens')).json, 'tokens');
    expect(tokens.map(({ status }) => status)).toEqual(['live', 'revoked']);
    expect(tokens[1]?.replacedBy).toBe(tokens[0]?.tokenId);
  });

  it('is in the administrators’ log, and refused a second time without a change', async () => {
    const { call } = await opened;
    const { status, json } = await call('POST', PATH);
    expect([status, json.code]).toEqual([409, 'account-in-use']);
    expect((await call('GET', '/accounts/AcDemo/users?count=0')).json.totalResults).toBe(40);
    const log = rows((await call('GET', '/accounts/AcDemo/administrators-log')).json, 'entries');
    expect(log.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['createDemoData', 'refused'],
      ['createDemoData', 'done'],
    ]);
  });
});

it('an account with other fields gets values that fit them, or none', async () => {
  const { call } = await openConsole({ account: { id: 'AcDemo', fields: [] }, demoData: true });
  expect((await call('POST', PATH)).json).toEqual({ users: 40, groups: 7 });
});

it('two calls at once: one of them fills the account', async () => {
  const { call } = await openConsole({ account: demoAccount('reject'), demoData: true });
  const answers = await Promise.all([call('POST', PATH), call('POST', PATH)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
});

it.each([
  ['users', 'users', { userName: 'ann@example.com' }],
  ['groups', 'groups', { displayName: 'Sales' }],
] as const)('an account with %s of its own is left alone', async (_, name, resource) => {
  const { call, scim, issueScimToken } = await openConsole({
    account: demoAccount('reject'),
    demoData: true,
  });
  const type = name === 'users' ? 'User' : 'Group';
  const body = { schemas: [`urn:ietf:params:scim:schemas:core:2.0:${type}`], ...resource };
  await scim(name, 'POST', `/${type}s`, await issueScimToken(), body);
  expect((await call('POST', PATH)).json.code).toBe('account-in-use');
});

it('elsewhere than on one’s own machine there is no such operation, nor does me offer it', async () => {
  const there = await openConsole({ account: demoAccount('reject') });
  expect((await there.call('POST', PATH)).status).toBe(404);
  expect(Object((await there.call('GET', '/me')).json).may).not.toContain('createDemoData');
  const here = await openConsole({ demoData: true });
  expect(Object((await here.call('GET', '/me')).json).may).toContain('createDemoData');
});
