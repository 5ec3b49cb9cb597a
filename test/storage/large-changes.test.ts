/**
 * A change of members too large for one batch, while it is under way: a header and parts, of which each reader sees the
 * whole change or, of a group, finishes it.
 */

import type { Scope } from '../../shared/protocol/resource-store.ts';
import {
  type DocumentOperation,
  type DocumentStore,
  MAX_BATCH_OPERATIONS,
  type StoredDocument,
} from '../../shared/storage/documents/document-store.ts';
import { chunks } from '../../shared/storage/documents/pages.ts';
import { openIntent, PER_PART } from '../../shared/storage/resources/membership/intent-documents.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { DocumentTooLarge } from '../../shared/store-errors/store-errors.ts';
import { dyingAfter, dyingOnceOpen } from '../contract/counting.ts';
import {
  ACCOUNT,
  adding,
  changeMembers,
  createGroup,
  createUser,
  createUsers,
  documentsOf,
  everything,
  groups,
  groupsOf,
  idOf,
  membersOf,
  nothing,
  removing,
  replacing,
  users,
  valuesOf,
} from '../contract/population.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

/** With the number of users: two parts of them, or one where as many would take minutes. */
const STORES: readonly (readonly [string, number, () => Promise<{ connect: () => DocumentStore }>])[] = [
  [
    'SQLite',
    PER_PART + 40,
    async () => {
      const store = openSqlite(':memory:', 'resources');
      return { connect: () => store };
    },
  ],
  ['Cosmos DB', 260, () => connectedDouble()],
];

type Change = Parameters<typeof changeMembers>[2];
const unlogged = () => ({ log: [] });

/** Lets `action` happen behind the first query that finds an open change. */
function meanwhile(inner: DocumentStore, action: () => Promise<unknown>): DocumentStore {
  let isDone = false;
  return {
    read: (...asked) => inner.read(...asked),
    batch: (...asked) => inner.batch(...asked),
    count: (...asked) => inner.count(...asked),
    async query(...asked) {
      const page = await inner.query(...asked);
      if (!isDone && page.some(({ type }) => type === 'intent')) {
        isDone = true;
        await action();
      }
      return page;
    },
  };
}

/** As from a replica that shows the header of a change, and its parts a few reads later. */
function laggingParts(inner: DocumentStore): DocumentStore {
  let hidden = 3;
  return {
    batch: (...asked) => inner.batch(...asked),
    count: (...asked) => inner.count(...asked),
    async read(...asked) {
      const document = await inner.read(...asked);
      return document?.type === 'intentPart' && hidden-- > 0 ? undefined : document;
    },
    query: (...asked) => inner.query(...asked),
  };
}

describe.each(STORES)('%s: a large change of members', (_name, count, openStore) => {
  let documents: DocumentStore;
  let connect: () => DocumentStore;
  let store: ReturnType<typeof resourceStore>;
  let before = '';
  let ids: readonly string[] = [];
  let behind = '';
  let names = 0;

  beforeAll(async () => {
    ({ connect } = await openStore());
    documents = connect();
    store = resourceStore(documents);
    before = await createUser(store, 'before');
    ids = await createUsers(store, count);
    behind = await createUser(store, 'behind');
  }, 60_000);

  const newGroup = (members: readonly string[] = []) => {
    names += 1;
    return createGroup(store, `G${names}`, members);
  };

  const open = (group: string, change: Change) =>
    changeMembers(resourceStore(dyingOnceOpen(connect())), group, change).catch(() => undefined);

  const written = async () =>
    documents.query(ACCOUNT, { where: { kind: 'and', terms: [] }, prefix: 'i.', limit: 1000 });

  const membershipsOf = (group: string) =>
    documents.query(ACCOUNT, { where: { kind: 'and', terms: [] }, prefix: `m.${group}.`, limit: 10_000 });

  /** Ids of users whose groups, read by pages, include the group. */
  async function usersIn(group: string): Promise<string[]> {
    const found: string[] = [];
    for (let startIndex = 1; startIndex <= ids.length + 2; startIndex += 500) {
      const asked = { condition: undefined, startIndex, count: 500, want: everything };
      const page = await store.query(users, asked);
      found.push(...page.resources.filter((one) => valuesOf(one).includes(group)).map(idOf));
    }
    return found.sort();
  }

  async function expectNothingOpen(): Promise<void> {
    expect((await written()).map(({ id }) => id)).toEqual([]);
  }

  it('is a small header that owes, and parts that do not; all of them go together', async () => {
    const group = await newGroup();
    await open(group, adding(...ids));
    const [header, ...parts] = await written();
    expect(JSON.stringify(header).length).toBeLessThan(500);
    expect(header).toMatchObject({
      owes: true,
      groupId: group,
      parts: chunks(ids, PER_PART).map(([first]) => first),
    });
    expect(parts.map(({ add }) => (add as unknown as { User: string[] }).User)).toEqual(
      chunks(ids, PER_PART),
    );
    // No query for memberships, or for what is owed, finds a part.
    for (const part of parts)
      expect(Object.keys(part).sort()).toEqual(['add', 'id', 'operationId', 'remove', 'type']);
    expect(await membersOf(store, group)).toEqual(ids);
    await expectNothingOpen();
  });

  it.each<readonly [string, (all: readonly string[]) => readonly [string[], Change, string[]]]>([
    ['additions', (all) => [all.slice(0, 3), adding(...all), [...all]]],
    ['removals', (all) => [[...all], removing(...all.slice(2)), all.slice(0, 2)]],
    [
      'a new list, with members that stay',
      (all) => [all.slice(0, 60), replacing(...all.slice(50)), all.slice(50)],
    ],
    ['a list that is emptied', (all) => [[...all], replacing(), []]],
  ])('%s: the groups of users are those of afterwards', async (_case, plan) => {
    const [had, change, has] = plan(ids);
    const group = await newGroup([...had, before]);
    await open(group, change);
    const expected = [...has, ...(change.clear ? [] : [before])].sort();
    expect((await written()).length).toBeGreaterThan(0);
    expect(await usersIn(group)).toEqual(expected);
    const atEnds = [0, 1, PER_PART - 1, PER_PART, count - 1].flatMap((at) => ids.slice(at, at + 1));
    for (const id of [before, ...atEnds, behind])
      expect([id, (await groupsOf(store, id)).includes(group)]).toEqual([id, expected.includes(id)]);
    expect((await written()).length).toBeGreaterThan(0);
    expect(await membersOf(store, group)).toEqual(expected);
    await expectNothingOpen();
    await store.delete(groups, group, unlogged);
  });

  it('that is finished between the reads of its header and of its part is read again', async () => {
    const group = await newGroup();
    await open(group, adding(...ids));
    const reader = resourceStore(meanwhile(connect(), () => membersOf(store, group)));
    expect(await groupsOf(reader, String(ids[7]))).toContain(group);
    await expectNothingOpen();
    // The parts of the next change have the ids of those that the reader was about to read.
    await open(group, removing(...ids.slice(0, 120)));
    const another = resourceStore(
      meanwhile(connect(), async () => {
        await membersOf(store, group);
        await open(group, removing(...ids.slice(120, 240)));
      }),
    );
    expect(await groupsOf(another, String(ids[7]))).not.toContain(group);
    expect(await usersIn(group)).toEqual(ids.slice(240));
    expect(await membersOf(store, group)).toEqual(ids.slice(240));
    await store.delete(groups, group, unlogged);
  });

  it('whose parts a replica does not show yet is neither overlooked nor given up', async () => {
    const group = await newGroup();
    await open(group, adding(...ids));
    expect(await groupsOf(resourceStore(laggingParts(connect())), String(ids[7]))).toContain(group);
    expect(await membersOf(resourceStore(laggingParts(connect())), group)).toEqual(ids);
    await expectNothingOpen();
    await store.delete(groups, group, unlogged);
  });

  it.each<readonly [string, (group: string, other: string) => readonly [Scope, string, string], boolean]>([
    ['users by another group', (_, other) => [users, 'groups', other], false],
    ['users by the group', (group) => [users, 'groups', group], true],
    ['groups by a member who is older than all of the change', () => [groups, 'members', before], false],
    ['groups by a member who is younger', () => [groups, 'members', behind], false],
    ['groups by a member of the change', () => [groups, 'members', String(ids[7])], true],
  ])('is waited for by a filter that it concerns: %s', async (_what, asked, isFinished) => {
    const [group, other] = [await newGroup([before]), await newGroup([before, behind])];
    await open(group, adding(...ids.slice(0, 110)));
    const [scope, attribute, id] = asked(group, other);
    const where = { kind: 'compare', path: ['value'], comparator: 'eq', value: id } as const;
    const condition = { kind: 'any', path: [attribute], where } as const;
    const page = await store.query(scope, { condition, startIndex: 1, count: 500, want: nothing });
    expect(page.resources.length).toBeGreaterThan(0);
    if (scope === users) expect(page.resources.map(idOf)).toEqual(await membersOf(store, id));
    const finished = (await membershipsOf(group)).length > 100;
    await store.delete(groups, group, unlogged);
    await store.delete(groups, other, unlogged);
    expect(finished).toBe(isFinished);
  });

  it('that several processes finish at the same time is applied once and whole', async () => {
    const group = await newGroup(ids.slice(0, 150));
    await open(group, replacing(...ids.slice(100, 250)));
    const all = await Promise.all([1, 2, 3].map(() => membersOf(resourceStore(connect()), group)));
    for (const members of all) expect(members).toEqual(ids.slice(100, 250));
    await expectNothingOpen();
    await store.delete(groups, group, unlogged);
  });

  it('goes with the group that is deleted meanwhile', async () => {
    const group = await newGroup();
    await open(group, adding(...ids));
    expect(await store.delete(groups, group, unlogged)).toBe(true);
    await expectNothingOpen();
    expect(await groupsOf(store, String(ids[7]))).not.toContain(group);
    expect(await membershipsOf(group)).toEqual([]);
  });

  it('leaves nothing behind when a process dies between any two requests and the group is deleted', async () => {
    for (let last = 0; ; last += 1) {
      const group = await newGroup(ids.slice(0, 5));
      const dying = dyingAfter(connect(), last);
      await changeMembers(resourceStore(dying), group, replacing(...ids.slice(3, 113))).catch(
        () => undefined,
      );
      expect(await store.delete(groups, group, unlogged)).toBe(true);
      await expectNothingOpen();
      expect(await membershipsOf(group)).toEqual([]);
      if (!dying.died()) break;
    }
  });

  describe('that an earlier version wrote, with its list in the header', () => {
    /** The group with the intent, as they were written. */
    async function openAsBefore(group: string, intent: object): Promise<void> {
      const operationId = `op-${group}`;
      const header = { id: `i.${group}`, type: 'intent', owes: true, groupId: group, operationId, ...intent };
      const operations: DocumentOperation[] = [
        { kind: 'patch', id: `g.${group}`, set: { '/intent': operationId }, when: { type: 'group' } },
        { kind: 'create', document: header as StoredDocument },
      ];
      expect(await documents.batch(ACCOUNT, operations)).toMatchObject({ ok: true });
    }
    const typed = (some: readonly string[]) => some.map((value) => ({ value, type: 'User' }));

    it.each([
      [
        'added and removed',
        (all: readonly string[]) => ({
          clear: false,
          remove: all.slice(0, 50),
          add: typed(all.slice(100, 200)),
        }),
        [50, 200],
      ],
      [
        'cleared',
        (all: readonly string[]) => ({ clear: true, remove: [], add: typed(all.slice(90, 200)) }),
        [90, 200],
      ],
    ] as const)('%s: is read and finished', async (_case, intent, [start, end]) => {
      const group = await newGroup(ids.slice(0, 100));
      await openAsBefore(group, intent(ids));
      const expected = ids.slice(start, end);
      expect(await usersIn(group)).toEqual(expected);
      expect(await membersOf(store, group)).toEqual(expected);
      await expectNothingOpen();
      await store.delete(groups, group, unlogged);
    });

    it('goes with its group', async () => {
      const group = await newGroup(ids.slice(0, 100));
      await openAsBefore(group, { clear: true, remove: [], add: typed(ids.slice(90, 200)) });
      expect(await store.delete(groups, group, unlogged)).toBe(true);
      await expectNothingOpen();
      expect(await membershipsOf(group)).toEqual([]);
    });
  });
});

describe('the largest change that a request can name', () => {
  const idAt = (at: number) => `0190a1b2-0000-7000-8000-${String(at).padStart(12, '0')}`;
  const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => idAt(from + at));
  const sizeOf = (document: unknown) => Buffer.byteLength(JSON.stringify(document));

  it.each(STORES)(
    '%s: is written whole, and one that does not fit is refused whole',
    async (_name, _count, openStore) => {
      const documents = (await openStore()).connect();
      const change = { groupId: idAt(0), operationId: idAt(1), clear: false };
      const added = (count: number) => range(0, count).map((value) => ({ value, type: 'User' }));
      const tooLarge = openIntent({ ...change, add: added(55_000), remove: [] }).operations;
      expect(tooLarge.length).toBeLessThan(MAX_BATCH_OPERATIONS);
      await expect(documents.batch(ACCOUNT, tooLarge)).rejects.toThrow(DocumentTooLarge);
      expect(await documentsOf(documents)).toEqual([]);
      const { operations } = openIntent({ ...change, add: added(27_000), remove: range(30_000, 20_000) });
      expect(await documents.batch(ACCOUNT, operations)).toMatchObject({ ok: true });
    },
  );

  it('27,000 members added and 20,000 removed fit one batch: 2 MB, 100 operations', () => {
    const add = range(0, 27_000).map((value) => ({ value, type: 'User' }));
    const { operations } = openIntent({
      groupId: idAt(0),
      operationId: idAt(1),
      clear: false,
      add,
      remove: range(30_000, 20_000),
    });
    const [header, ...parts] = operations.map(sizeOf);
    expect(operations.length).toBe(48);
    expect(header).toBeLessThan(2200);
    expect(Math.max(...parts)).toBeLessThan(39_500);
    expect(operations.reduce((sum, document) => sum + sizeOf(document), 0)).toBeLessThan(1_900_000);
  });
});
