/** What others pay while a large change of members is under way, and what each of its steps asks of the service. */

import { v7 as uuidv7 } from 'uuid';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { openIntent } from '../../shared/storage/resources/membership/intent-documents.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import {
  ACCOUNT,
  adding,
  changeMembers,
  createGroup,
  createUser,
  createUsers,
  everything,
  groupsOf,
  nothing,
  removing,
  users,
} from '../contract/population.ts';
import { connectedDouble, type LoggedRequest } from '../doubles/cosmos/index.ts';

/** Bytes of JSON of the documents that a store was asked for. */
function weighing(inner: DocumentStore): DocumentStore & { readonly bytes: () => number } {
  let bytes = 0;
  const weighed = <Result>(result: Result): Result => {
    bytes += JSON.stringify(result ?? null).length;
    return result;
  };
  return {
    read: async (...asked) => weighed(await inner.read(...asked)),
    query: async (...asked) => weighed(await inner.query(...asked)),
    batch: (...asked) => inner.batch(...asked),
    count: (...asked) => inner.count(...asked),
    bytes: () => bytes,
  };
}

const charged = (log: readonly LoggedRequest[]) => log.filter(({ kind }) => kind !== 'plan');
const unitsOf = (log: readonly LoggedRequest[]) =>
  charged(log).reduce((sum, { charge = 0 }) => sum + charge, 0);
const kindsOf = (log: readonly LoggedRequest[]) =>
  charged(log)
    .map(({ kind }) => kind)
    .join(' ');

type Store = ReturnType<typeof resourceStore>;

/**
 * An open change that adds so many members, of whom 100 in the middle are users of the account; nothing else reads the
 * others before the change is finished.
 */
async function opened(size: number) {
  const { double, connect } = await connectedDouble();
  const documents = connect();
  const store = resourceStore(documents);
  const invented = () => Array.from({ length: (size - 100) / 2 }, () => uuidv7());
  const before = await createUser(store, 'before');
  const smaller = invented();
  const members = await createUsers(store, 100);
  const ids = [...smaller, ...members, ...invented()];
  const behind = await createUser(store, 'behind');
  const groupId = await createGroup(store, 'G');
  const add = ids.map((value) => ({ value, type: 'User' }));
  const change = openIntent({ groupId, operationId: 'one', clear: false, remove: [], add });
  const set = { '/intent': 'one' };
  await documents.batch(ACCOUNT, [
    { kind: 'patch', id: `g.${groupId}`, set, when: { type: 'group' } },
    ...change.operations,
  ]);
  const cost = async (run: (store: Store) => Promise<unknown>) => {
    const weighed = weighing(connect());
    double.take();
    await run(resourceStore(weighed));
    const log = double.take();
    return { kinds: kindsOf(log), bytes: weighed.bytes(), units: unitsOf(log) };
  };
  return { cost, before, behind, member: members[50] ?? '' };
}

describe('while 3,000 members are added to a group', () => {
  let stage: Awaited<ReturnType<typeof opened>>;
  beforeAll(async () => {
    stage = await opened(3000);
  });

  const READS = 'read query';
  it.each<readonly [string, (stage: Stage) => (store: Store) => Promise<unknown>, string, number, number]>([
    [
      'a user older than all of them',
      ({ before }) =>
        (store) =>
          groupsOf(store, before),
      READS,
      1_100,
      3.5,
    ],
    [
      'a user younger than all of them',
      ({ behind }) =>
        (store) =>
          groupsOf(store, behind),
      READS,
      1_100,
      3.5,
    ],
    [
      'a user without groups',
      ({ member }) =>
        (store) =>
          store.get(users, member, nothing),
      'read',
      700,
      1,
    ],
    [
      'one of them',
      ({ member }) =>
        (store) =>
          groupsOf(store, member),
      `${READS} read`,
      41_000,
      8,
    ],
    [
      'a page of 100 of them, which one part names',
      () => (store) =>
        store.query(users, { condition: undefined, startIndex: 1, count: 103, want: everything }),
      'query query read',
      104_000,
      16,
    ],
  ])('GET of %s carries what it needs', async (_name, run, kinds, bytes, units) => {
    const cost = await stage.cost(run(stage));
    expect(cost.kinds).toBe(kinds);
    expect(cost.bytes).toBeLessThan(bytes);
    expect(cost.units).toBeLessThanOrEqual(units);
  });
});

type Stage = Awaited<ReturnType<typeof opened>>;

describe('the requests of a large change', () => {
  const STEP = 'query batch';
  const changed = async (
    had: number,
    change: (ids: readonly string[]) => Parameters<typeof changeMembers>[2],
  ) => {
    const { double, connect } = await connectedDouble();
    const store = resourceStore(connect());
    const ids = await createUsers(store, 120);
    const group = await createGroup(store, 'G', ids.slice(0, had));
    double.take();
    await changeMembers(store, group, change(ids));
    return kindsOf(double.take());
  };

  it('120 members added: group, memberships, members, the intent; 3 steps that ask once; the end', async () => {
    expect(await changed(0, (ids) => adding(...ids))).toBe(
      `read query query batch ${STEP} ${STEP} ${STEP} batch`,
    );
  });

  it('120 members removed: group, memberships, the intent; 2 steps that ask once; the end', async () => {
    expect(await changed(120, (ids) => removing(...ids))).toBe(`read query batch ${STEP} ${STEP} batch`);
  });
});
