/** The explanation of a person over the manage API, from what SCIM requests left behind. */

import type { Stores } from '../../functions/runtime/open-stores.ts';
import { formatToken, randomToken } from '../../shared/tokens/token.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';
import { connectedVault } from '../doubles/key-vault/index.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const DEMO = '/accounts/AcDemo';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const OBJECT_ID = 'aaaaaaaa-1111-4222-8333-444444444444';

async function opened(stores: () => Promise<Stores>) {
  let time = Date.parse('2026-03-01T10:00:00Z');
  const console = await openConsole({ stores, now: () => time });
  const token = await console.issueScimToken();
  const scim = async (method: string, path: string, body?: object) => {
    time += 60_000;
    const kind = path.startsWith('/Groups') ? 'groups' : 'users';
    const { text, status } = await console.scim(kind, method, path, token, body);
    return { status, id: text === '' ? '' : String(JSON.parse(text).id) };
  };
  const set = (id: string, ...operations: readonly (readonly [string, unknown])[]) =>
    scim('PATCH', `/Users/${id}`, {
      schemas: [PATCH],
      Operations: operations.map(([path, value]) => ({ op: 'replace', path, value })),
    });
  const ann = {
    schemas: [USER],
    userName: 'Ann@x.test',
    externalId: OBJECT_ID,
    active: true,
    emails: [{ type: 'work', value: 'Ann@mail.test' }],
  };
  const { id } = await scim('POST', '/Users', ann);
  return {
    ...console,
    scim,
    set,
    ann,
    id,
    /** A request with a token of the right form that the account never had. */
    strange: () => {
      time += 60_000;
      return console.scim('users', 'GET', '/Users', formatToken(randomToken('AcDemo')));
    },
    why: async (user: string) =>
      (await console.call('GET', `${DEMO}/explanation?user=${encodeURIComponent(user)}`)).json,
  };
}

const codesOf = (json: { findings?: unknown }): string[] =>
  (json.findings as { code: string }[]).map(({ code }) => code);

describe.each(STORES)('why, on %s', (_, stores) => {
  it.each<readonly [string, string, string]>([
    ['userName', 'Ann@x.test', 'here'],
    ['userName in another case', ' ann@X.test ', 'found-in-other-case'],
    ['externalId', OBJECT_ID, 'here'],
    ['e-mail address', 'ann@MAIL.test', 'found-by-email'],
  ])('finds a user by %s', async (_by, asked, code) => {
    const { why, id } = await opened(stores);
    const json = await why(asked);
    expect(json).toMatchObject({
      asked: asked.trim(),
      state: 'active',
      user: { id },
      lastRequest: { event: 'created' },
    });
    expect(codesOf(json)).toEqual([code, 'active', 'last-request']);
  });

  it('finds a user by SCIM id, and one that has been disabled under a new name by the old one', async () => {
    const { why, id, set } = await opened(stores);
    expect(await why(id)).toMatchObject({ state: 'active', user: { id, foundBy: 'id' } });
    await set(id, ['active', false], ['userName', `${OBJECT_ID.replaceAll('-', '')}ann@x.test`]);
    expect(await why('ann@x.test')).toMatchObject({
      state: 'disabled',
      user: { id, foundBy: 'log' },
      causes: ['deleted-in-directory'],
      disabledBy: { event: 'disabled', at: '2026-03-01T10:02:00.000Z' },
    });
  });

  it('says that a user is still active although a disable was refused', async () => {
    const { why, id, set } = await opened(stores);
    await set(id, ['active', false], ['title', true]);
    const json = await why(OBJECT_ID);
    expect(json).toMatchObject({ state: 'active', isStillActive: true, lastRefusal: { field: 'title' } });
    expect(codesOf(json)).toEqual(['here', 'still-active', 'refused']);
  });

  it('names who holds the userName of someone who cannot be created', async () => {
    const { why, ann, id, scim } = await opened(stores);
    await scim('POST', '/Users', { ...ann, externalId: 'other' });
    const json = await why('other');
    expect(json).toMatchObject({ state: 'absent', holder: { id }, lastRefusal: { code: 'taken' } });
    expect(codesOf(json)).toEqual(['absent', 'name-held', 'refused']);
    expect(codesOf(await why('ann@x.test'))).toContain('name-held');
  });

  it('tells of a deletion by every name that the user had', async () => {
    const { why, id, scim } = await opened(stores);
    await scim('DELETE', `/Users/${id}`);
    for (const asked of ['ann@x.test', OBJECT_ID, id])
      expect(await why(asked)).toMatchObject({ state: 'deleted', deletedBy: { resourceId: id } });
  });

  it('of a person about whom nothing came: when the client was last here', async () => {
    const { why } = await opened(stores);
    const json = await why('bea@x.test');
    expect(codesOf(json)).toEqual(['absent', 'never-came', 'in-contact']);
    expect(json).toMatchObject({ state: 'absent', lastContact: { label: 'test' } });
  });

  it('of a person about whom nothing came, while the client has a wrong token: that it has', async () => {
    const { why, strange } = await opened(stores);
    await strange();
    const json = await why('bea@x.test');
    expect(codesOf(json)).toEqual(['absent', 'never-came', 'token-unknown']);
  });

  it('a group of the same name is not the person', async () => {
    const { why, scim } = await opened(stores);
    await scim('POST', '/Groups', { schemas: [GROUP], displayName: 'bea@x.test' });
    expect(await why('bea@x.test')).toMatchObject({ state: 'absent', lastContact: {} });
  });

  it('asks for the user: 400', async () => {
    const { call } = await opened(stores);
    expect(await call('GET', `${DEMO}/explanation`)).toMatchObject({
      status: 400,
      json: { errors: [{ parameter: 'user', detail: 'user is missing.' }] },
    });
  });
});

describe('requests to Cosmos DB', () => {
  /** Of each container, without the plan that the SDK asks for beside every query. */
  const ACCOUNT = ['read'];
  const RESERVATION_USER_EXTERNAL_ID = ['read', 'read', 'query'];
  it.each<readonly [string, (id: string) => string, readonly string[], readonly string[], readonly string[]]>(
    [
      ['a userName', () => 'ann@x.test', [...RESERVATION_USER_EXTERNAL_ID, 'query'], ['query'], ACCOUNT],
      ['an externalId', () => OBJECT_ID, ['read', 'query', 'query'], ['query'], ACCOUNT],
      ['a SCIM id', (id) => id, ['read', 'read', 'query', 'query'], ['query'], ACCOUNT],
      ['an e-mail address', () => 'ann@mail.test', ['read', 'query', 'query', 'query'], ['query'], ACCOUNT],
      // The newest entry of all, the counts of a day, and the tokens: their last uses and revocations.
      [
        'what is unknown',
        () => 'bea@x.test',
        ['read', 'query', 'query', 'query', 'query'],
        ['query', 'query', 'query', 'query'],
        ['query', 'read'],
      ],
    ],
  )('by %s', async (_by, askedOf, resources, activity, accounts) => {
    const { double, connect } = await connectedDouble();
    const { why, id } = await opened(async () => ({
      resources: connect({ container: 'resources' }),
      accounts: connect({ container: 'accounts' }),
      activity: connect({ container: 'activity' }),
      secrets: connectedVault().connect(),
    }));
    double.take();
    await why(askedOf(id));
    const sent = double.take().filter(({ kind }) => kind === 'read' || kind === 'query');
    const of = (container: string) =>
      sent
        .filter(({ path }) => path.split('/')[4] === container)
        .map(({ kind }) => kind)
        .sort();
    expect([of('resources'), of('activity'), of('accounts')]).toEqual([
      resources.toSorted(),
      activity,
      accounts,
    ]);
  });
});
