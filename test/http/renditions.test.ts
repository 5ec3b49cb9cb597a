/** Reads from renditions are, byte for byte, what the store without them answers. */

import type { Stores } from '../../functions/runtime/open-stores.ts';
import type { Account } from '../../shared/accounts/account.ts';
import { openFieldStage } from '../accounts/stage.ts';
import { type Played, playOn, scenarios } from '../conformance/scenario.ts';
import { type Answer, openService, type Service } from '../service.ts';
import { memoryStores } from '../stores.ts';

const LISTS = [
  '/Users',
  '/Users?count=2',
  '/Users?startIndex=2&count=2',
  '/Users?excludedAttributes=groups',
  '/Groups',
  '/Groups?excludedAttributes=members',
];

/** Two services on the same data: one reads renditions, the other one knows of none. */
interface Pair {
  readonly fast: Service;
  readonly plain: Service;
  /** Ids of documents that the first one has read whole since the last call. */
  readWhole(): readonly string[];
}

async function pairOn(stores: Stores, account: Partial<Account> = {}, now = Date.now): Promise<Pair> {
  const { resources } = stores;
  let whole: string[] = [];
  const plainly = {
    read: resources.read.bind(resources),
    batch: resources.batch.bind(resources),
    query: resources.query.bind(resources),
    count: resources.count.bind(resources),
  };
  const watched = {
    ...plainly,
    readRenditions: resources.readRenditions?.bind(resources),
    read(partition: string, id: string) {
      whole.push(id);
      return resources.read(partition, id);
    },
    async query(...asked: Parameters<typeof resources.query>) {
      const found = await resources.query(...asked);
      whole.push(...found.map(({ id }) => id));
      return found;
    },
  };
  return {
    fast: await openService(account, { ...stores, resources: watched as Stores['resources'] }, now),
    plain: await openService(account, { ...stores, resources: plainly }, now),
    readWhole() {
      const ids = whole.filter((id) => /^[ug]\./.test(id));
      whole = [];
      return ids;
    },
  };
}

const seen = ({ status, text, headers }: Answer) => ({
  status,
  text,
  etag: headers.get('etag'),
  location: headers.get('content-location'),
});

const resourcesIn = ({ text }: Answer): { id: string; userName?: string }[] =>
  JSON.parse(text).Resources ?? [];

/** Compares lists, each resource by its id, and each user by its name. */
async function compare({ fast, plain }: Pair): Promise<void> {
  const same = async (path: string) => {
    const answer = await plain.call('GET', path);
    expect([path, seen(await fast.call('GET', path))]).toEqual([path, seen(answer)]);
    return answer;
  };
  for (const path of LISTS) await same(path);
  for (const { id, userName } of resourcesIn(await same('/Users'))) {
    await same(`/Users/${id}`);
    await same(`/Users?filter=${encodeURIComponent(`userName eq ${JSON.stringify(userName)}`)}`);
    await same(`/Users?filter=${encodeURIComponent(`id eq "${id}"`)}`);
  }
  for (const { id } of resourcesIn(await same('/Groups')))
    await same(`/Groups/${id}?excludedAttributes=members`);
}

/** What a write answers is what a read of the resource answers then. */
async function compareWritten(
  { plain }: Pair,
  [method, path]: Parameters<Service['call']>,
  { status, text }: Answer,
) {
  const [, endpoint] = /^\/(Users|Groups)(?:\/[^/?]*)?$/.exec(path) ?? [];
  if (endpoint === undefined || method === 'GET' || text === '' || status >= 300) return;
  const { id } = JSON.parse(text);
  expect([method, path, text]).toEqual([method, path, (await plain.call('GET', `/${endpoint}/${id}`)).text]);
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const MANAGER = '0197f0a0-0000-7000-8000-000000000001';
const userNamed = (userName: string, more: object = {}) => ({ schemas: [USER], userName, ...more });

describe.each(['rfc', 'entra', 'okta'])('after each request of the fixtures of %s', (folder) => {
  test.each(scenarios(folder))('%s', async (_name, scenario) => {
    const stores = memoryStores();
    const service = await openService(scenario.account, stores);
    const pair = await pairOn(stores, scenario.account);
    const played: Played = {
      ...service,
      async call(...request) {
        const answer = await service.call(...request);
        if (request[0] !== 'GET' && answer.status < 300) await compare(pair);
        await compareWritten(pair, request, answer);
        return answer;
      },
    };
    await playOn(played, scenario);
    await compare(pair);
  });
});

describe('a resource is read from its rendition', () => {
  it('after it was created, changed and put into groups', async () => {
    const pair = await pairOn(memoryStores());
    const made = await pair.plain.call('POST', '/Users', userNamed('plain@x.example'));
    expect(made.status).toBe(201);
    const { id } = JSON.parse((await pair.fast.call('POST', '/Users', userNamed('ann@x.example'))).text);
    const patch = { op: 'replace', path: 'title', value: 'Boss' };
    await pair.fast.call('PATCH', `/Users/${id}`, { schemas: [PATCH], Operations: [patch] });
    await pair.fast.call('POST', '/Groups', { schemas: [GROUP], displayName: 'G', members: [{ value: id }] });
    pair.readWhole();
    const { text } = await pair.fast.call('GET', `/Users/${id}`);
    expect(text).toContain('"title":"Boss"');
    expect(text).toContain('"groups":[{');
    expect(pair.readWhole()).toEqual([]);
    await compare(pair);
  });

  it('has values with marks, quotes, separators and lone surrogates as they were sent', async () => {
    const pair = await pairOn(memoryStores());
    for (const [index, title] of [
      '\u0001User\u0001x\u0001',
      '\\u0001',
      '"}}',
      '\u2028',
      '\ud800',
      '🙂',
    ].entries())
      await pair.fast.call('POST', '/Users', userNamed(`u${index}`, { title, manager: { value: MANAGER } }));
    await compare(pair);
  });

  it('not when another process without renditions has changed it', async () => {
    const pair = await pairOn(memoryStores());
    const { id } = JSON.parse((await pair.fast.call('POST', '/Users', userNamed('ann'))).text);
    const patch = { op: 'replace', path: 'title', value: 'Boss' };
    await pair.plain.call('PATCH', `/Users/${id}`, { schemas: [PATCH], Operations: [patch] });
    expect((await pair.fast.call('GET', `/Users/${id}`)).text).toContain('"title":"Boss"');
    expect(
      (await pair.fast.call('GET', `/Users?filter=${encodeURIComponent('userName eq "ANN"')}`)).text,
    ).toContain('Boss');
    await compare(pair);
  });

  it('not when it was deleted, and nothing of it is left beside the tombstone', async () => {
    const stores = memoryStores();
    const pair = await pairOn(stores);
    const { id } = JSON.parse((await pair.fast.call('POST', '/Users', userNamed('ann'))).text);
    await pair.fast.call('DELETE', `/Users/${id}`);
    expect((await pair.fast.call('GET', `/Users/${id}`)).status).toBe(404);
    const kept = await stores.resources.readRenditions?.('AcDemo', {
      type: 'tombstone',
      prefix: 'u.',
      withGroups: false,
      which: { id: `u.${id}` },
    });
    expect(kept?.rows).toMatchObject([{ rendition: undefined }]);
  });
});

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const field = (id: string, type: string) => ({ id, name: id, type, required: false });

describe('when an account changes its fields', () => {
  const before = [field('A', 'text'), field('B', 'text'), field('C', 'text')];

  test.each([
    ['a field is added', [...before, field('D', 'text')], []],
    ['a field is added before the others', [field('D', 'text'), ...before], []],
    ['a field is retyped', [field('A', 'number'), field('B', 'text'), field('C', 'text')], ['a']],
    ['a field is removed', [field('B', 'text'), field('C', 'text')], ['a']],
    ['fields change places', [field('B', 'text'), field('A', 'text'), field('C', 'text')], []],
    [
      'fields that one resource has change places',
      [field('A', 'text'), field('C', 'text'), field('B', 'text')],
      ['bc'],
    ],
    [
      'a field is called otherwise',
      [{ ...field('A', 'text'), name: 'Alpha' }, field('B', 'text'), field('C', 'text')],
      [],
    ],
  ])('%s: only resources with a value of it are read whole', async (_name, after, slow) => {
    const stores = memoryStores();
    const stage = await openFieldStage({ fields: before as Account['fields'] }, stores);
    const ids = new Map<string, string>();
    ids.set('none', await stage.user('none'));
    ids.set('a', await stage.user('a', { A: 'x' }));
    ids.set('bc', await stage.user('bc', { B: '7', C: 'y' }));
    await stage.change(after);
    const changed = (await stage.accounts.find('AcDemo')) as Account;
    const pair = await pairOn(stores, changed);
    pair.readWhole();
    const wanted = slow.map((name) => `u.${ids.get(name)}`);
    await pair.fast.call('GET', '/Users');
    expect([...new Set(pair.readWhole())]).toEqual(wanted);
    for (const id of ids.values()) await pair.fast.call('GET', `/Users/${id}`);
    expect([...new Set(pair.readWhole())]).toEqual(wanted);
    await compare(pair);
    await stage.change(before);
    await compare(await pairOn(stores, (await stage.accounts.find('AcDemo')) as Account));
  });
});
