/** Deleting an account, on both stores: what goes, what stays, and that no crash and no request under way changes that. */

import { servicesOn } from '../../functions/runtime/compose.ts';
import type { Containers, Stores } from '../../functions/runtime/open-stores.ts';
import { roundsOf } from '../../functions/runtime/owed-work.ts';
import type { AccountDeletion } from '../../shared/accounts/deletion.ts';
import { accountDeletion, FORGOTTEN_EVERYWHERE } from '../../shared/storage/accounts/account-deletion.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { administratorsLog } from '../../shared/storage/log/administrators-log.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { sampleAccount } from '../sample-account.ts';
import { openService, type Service } from '../service.ts';
import { STORES } from '../stores.ts';

const ENTRY = {
  id: '01980000-0000-7000-8000-000000000001',
  at: '2026-01-01T00:00:00.000Z',
  operation: 'deleteAccount',
  by: 'ann',
  from: 'manage-api',
  correlationId: 'c',
} as const;
const START = Date.parse(ENTRY.at);
const ACCOUNT = 'AcDemo';

/** Longer than any test works. */
const BUDGET = 3_600_000;

const documentsIn = (store: DocumentStore, account = ACCOUNT) =>
  store.query(account, { where: { kind: 'and', terms: [] }, after: '', limit: 1000 });

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

/** All containers stop at the same request: as if the process died there. */
function dyingTogether(stores: Containers, last: number): Containers & { readonly died: () => boolean } {
  let requests = 0;
  const step = <Result>(run: () => Promise<Result>): Promise<Result> => {
    requests += 1;
    return requests > last ? Promise.reject(new StoreUnavailable('the process died')) : run();
  };
  const dying = (inner: DocumentStore): DocumentStore => ({
    read: (...args) => step(() => inner.read(...args)),
    batch: (...args) => step(() => inner.batch(...args)),
    query: (...args) => step(() => inner.query(...args)),
    count: (...args) => step(() => inner.count(...args)),
  });
  const { accounts, resources, activity } = stores;
  return {
    accounts: dying(accounts),
    resources: dying(resources),
    activity: dying(activity),
    died: () => requests > last,
  };
}

describe.each(STORES)('%s', (_, open) => {
  let stores: Stores;
  let time: number;
  const now = () => time;
  let service: Service;

  /** Of a process of its own. */
  const deletions = (containers: Containers = stores): AccountDeletion => {
    const services = servicesOn({ ...stores, ...containers }, 'https://scim.example.test', now);
    return accountDeletion({
      containers,
      isShared: false,
      accounts: services.accounts,
      tokens: services.tokens,
      administratorsLog: administratorsLog(containers.accounts),
      now,
    });
  };
  const begin = (by = deletions()) => by.begin(ACCOUNT, ENTRY);
  const log = () => administratorsLog(stores.accounts);
  const createUser = (userName: string, by = service) => by.call('POST', '/Users', { userName });

  /** From beginning to end. */
  async function deleted(): Promise<void> {
    const deletion = await begin();
    time = START + FORGOTTEN_EVERYWHERE;
    expect(await deletions().advance(deletion, time + BUDGET)).toBe(false);
  }

  async function expectNothingLeft(): Promise<void> {
    expect(await documentsIn(stores.resources)).toEqual([]);
    expect(await documentsIn(stores.activity)).toEqual([]);
    expect(await stores.secrets.list(`scim-token-${ACCOUNT}-`)).toEqual([]);
    const left = await documentsIn(stores.accounts);
    expect(left.map(({ type }) => type).toSorted()).toEqual([
      'administrators-log',
      'deleted-account',
      'revocation',
    ]);
    expect(left.find(({ type }) => type === 'deleted-account')).toEqual({
      id: `a.${ACCOUNT}`,
      type: 'deleted-account',
      accountId: ACCOUNT,
      version: 2,
    });
    expect(await deletions().pending()).toEqual([]);
    expect((await log().query(ACCOUNT, { limit: 10 })).entries).toMatchObject([
      { id: ENTRY.id, operation: 'deleteAccount', outcome: 'done', status: 200 },
    ]);
  }

  beforeEach(async () => {
    stores = await open();
    time = START - 60_000;
    service = await openService({}, stores, now);
    const users = [];
    for (const name of ['ann', 'bob', 'eve']) users.push((await createUser(name)).json as { id: string });
    const members = users.map(({ id }) => ({ value: id }));
    await service.call('POST', '/Groups', { displayName: 'All', members });
    // A refusal, a tombstone, and the counts of an hour.
    await service.call('POST', '/Users', { userName: 'ann' });
    await service.call('DELETE', `/Users/${users[2]?.id}`);
    await service.flush();
    await log().begin(ACCOUNT, ENTRY);
    time = START;
  });

  it('removes users, groups, logs, activity and tokens, and leaves what proves the deletion', async () => {
    expect((await documentsIn(stores.resources)).length).toBeGreaterThan(8);
    expect((await documentsIn(stores.activity)).length).toBeGreaterThan(1);
    await deleted();
    await expectNothingLeft();
  });

  it('no other account is touched, whatever its id', async () => {
    const accounts = accountStore(stores.accounts, now);
    const others = [];
    // The index of all accounts is in a partition of this name.
    for (const id of ['accounts', 'AcDemo2']) {
      const other = await openService({ id }, stores, now);
      expect((await createUser('ann', other)).status).toBe(201);
      others.push(other);
    }
    await deleted();
    expect((await accounts.list()).map(({ id }) => id)).toEqual(['accounts', 'AcDemo2']);
    for (const other of others)
      expect((await other.call('GET', '/Users')).json).toMatchObject({ totalResults: 1 });
    await deletions().begin('accounts', { ...ENTRY, at: new Date(time).toISOString() });
    const [deletion] = await deletions().pending();
    time += FORGOTTEN_EVERYWHERE;
    if (deletion) await deletions().advance(deletion, time + BUDGET);
    expect((await accounts.list()).map(({ id }) => id)).toEqual(['AcDemo2']);
  });

  it('the account is not there any more: at once here, and on other instances within 30 s', async () => {
    const here = servicesOn(stores, 'https://scim.example.test', now);
    const elsewhere = accountStore(stores.accounts, now);
    for (const accounts of [here.accounts, elsewhere]) expect(await accounts.find(ACCOUNT)).toBeDefined();
    await here.deletions.begin(ACCOUNT, ENTRY);
    expect(await here.accounts.find(ACCOUNT)).toBeUndefined();
    expect(here.accounts.isKnown(ACCOUNT)).toBe(false);
    expect(await elsewhere.find(ACCOUNT)).toBeDefined();
    expect(await codeOf(elsewhere.current(ACCOUNT))).toBe('unknown');
    expect(await codeOf(elsewhere.update(ACCOUNT, 1, { name: 'x' }))).toBe('changed');
    expect(await elsewhere.list()).toEqual([]);
    time += 30_000;
    expect(await elsewhere.find(ACCOUNT)).toBeUndefined();
  });

  it('RFC 7644 §2: its tokens open nothing: 401, on every instance within 60 s', async () => {
    const deletion = await begin();
    expect(await deletions().advance(deletion, time + BUDGET)).toBe(true);
    time += 60_000;
    expect((await service.call('GET', '/Users')).status).toBe(401);
  });

  it('what another instance writes meanwhile does not stay', async () => {
    expect((await createUser('early')).status).toBe(201);
    const deletion = await begin();
    expect(await deletions().advance(deletion, time + BUDGET)).toBe(true);
    time += 29_000;
    expect((await createUser('late')).status).toBe(201);
    time = START + FORGOTTEN_EVERYWHERE - 1;
    await service.flush();
    expect(await deletions().advance(deletion, time + BUDGET)).toBe(true);
    time += 1;
    expect(await deletions().advance(deletion, time + BUDGET)).toBe(false);
    // Counts of a stranger come to nobody.
    await service.call('GET', '/Users');
    await service.flush();
    await expectNothingLeft();
  });

  it('while it is deleted the id is not to be had, and then it is: for an account without anything', async () => {
    const accounts = accountStore(stores.accounts, now);
    // This instance does not see that the account is gone before it is there again.
    const elsewhere = accountStore(stores.accounts, now);
    const old = await elsewhere.find(ACCOUNT);
    const deletion = await begin();
    for (const attempt of ['create', 'ensure'] as const)
      expect(await codeOf(accounts[attempt](sampleAccount('ignore')))).toBe('leaving');
    expect(await codeOf(accounts.create({ ...sampleAccount('ignore'), id: 'ACDEMO' }))).toBe('taken');
    time = START + FORGOTTEN_EVERYWHERE;
    await deletions().advance(deletion, time + BUDGET);
    const anew = { ...sampleAccount('ignore'), name: 'Anew', fields: [] };
    expect(await accounts.create(anew)).toEqual({ ...anew, formerFields: [], version: 3 });
    expect(await elsewhere.find(ACCOUNT)).toEqual({ ...anew, formerFields: [], version: 3 });
    expect(old).toMatchObject({ version: 1 });
    expect(await codeOf(accounts.create(anew))).toBe('taken');
    // A process that comes too late with the former deletion does no harm to its settings.
    expect(await deletions().find(ACCOUNT)).toBeUndefined();
  });

  it('of a deletion that is over, a late process removes no new account', async () => {
    const deletion = await begin();
    time = START + FORGOTTEN_EVERYWHERE;
    await deletions().advance(deletion, time + BUDGET);
    const accounts = accountStore(stores.accounts, now);
    await accounts.create(sampleAccount('reject'));
    await deletions().advance(deletion, time + BUDGET);
    expect(await accounts.current(ACCOUNT)).toMatchObject({ version: 3 });
  });

  it('a crash between any two steps loses nothing: another process goes on to the end', async () => {
    let crashes = 0;
    for (let died = true; died; crashes += 1) {
      const containers = dyingTogether(stores, crashes);
      const dying = deletions(containers);
      const run = async () => {
        const deletion = await begin(dying);
        if (await dying.advance(deletion, time + BUDGET)) time = START + FORGOTTEN_EVERYWHERE;
        return dying.advance(deletion, time + BUDGET);
      };
      const outcome = await codeOf(run());
      died = containers.died();
      expect(outcome === 'done').toBe(!died);
      const [left] = await deletions().pending();
      if (died && left) {
        time = START;
        expect(await codeOf(accountStore(stores.accounts, now).create(sampleAccount('reject')))).toBe(
          'leaving',
        );
      }
    }
    expect(crashes).toBeGreaterThan(8);
    await expectNothingLeft();
  });

  it('two processes at once do it once, and the entry is one', async () => {
    const [one, two] = [deletions(), deletions()];
    const [first, second] = await Promise.all([
      begin(one),
      two.begin(ACCOUNT, { ...ENTRY, id: 'another', by: 'bob' }),
    ]);
    expect(first).toEqual(second);
    const run = () => Promise.all([one, two].map((by) => by.advance(first, time + BUDGET)));
    expect(await run()).toEqual([true, true]);
    time = START + FORGOTTEN_EVERYWHERE;
    expect(await run()).toEqual([false, false]);
    expect(await documentsIn(stores.resources)).toEqual([]);
  });

  it('tells how much is left and when it can end, and works no longer than it may', async () => {
    const deletion = await begin();
    const before = await deletions().progress(deletion);
    const there = await Promise.all([stores.resources, stores.activity].map((one) => documentsIn(one)));
    expect(before).toEqual({ documentsLeft: there.flat().length, endsAfter: '2026-01-01T00:03:00.000Z' });
    time = START + FORGOTTEN_EVERYWHERE;
    expect(await deletions().advance(deletion, time)).toBe(true);
    expect(await deletions().progress(deletion)).toEqual(before);
  });

  it('a process that serves goes on with it until it is done', async () => {
    await begin();
    time = START + FORGOTTEN_EVERYWHERE;
    const services = { ...servicesOn(stores, 'https://scim.example.test', now), deletions: deletions() };
    await roundsOf(services)();
    await expectNothingLeft();
  });

  it('…also while work on another account fails', async () => {
    await begin();
    time = START + FORGOTTEN_EVERYWHERE;
    const services = servicesOn(stores, 'https://scim.example.test', now);
    const account = { ...sampleAccount('reject'), id: 'AcOther' };
    const advance = () => Promise.reject(new StoreUnavailable('its documents cannot be read'));
    const accounts = { list: async () => [account] };
    await roundsOf({ ...services, accounts, rekeying: { advance }, deletions: deletions() })();
    await expectNothingLeft();
  });

  it('an account that is not there, or is deleted, cannot be deleted', async () => {
    expect(await codeOf(deletions().begin('AcNone', ENTRY))).toBe('unknown');
    await deleted();
    expect(await codeOf(begin())).toBe('unknown');
  });
});
