/**
 * Memberships that are too many to be read beside what is left over (deletions and changes under way): whatever happens
 * between two of the queries, no reader sees a member that is gone, or half of a change.
 */

import {
  type DocumentQuery,
  type DocumentStore,
  pageWith,
} from '../../shared/storage/documents/document-store.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { dyingAfter } from '../contract/counting.ts';
import {
  ACCOUNT,
  adding,
  changeMembers,
  createGroup,
  createUser,
  createUsers,
  groupsOf,
  idOf,
  membersOf,
  nothing,
  users,
} from '../contract/population.ts';

/** Answers nothing at once but what is left over, and lets `meanwhile` happen behind query number `when`. */
function apart(inner: DocumentStore, when: number, meanwhile: () => Promise<unknown>): DocumentStore {
  let queries = 0;
  return {
    read: (...asked) => inner.read(...asked),
    batch: (...asked) => inner.batch(...asked),
    count: (...asked) => inner.count(...asked),
    async query(partition, query) {
      if (query.atOnce && query.where.kind === 'or') return pageWith([], true);
      const page = await inner.query(partition, query);
      queries += 1;
      if (queries === when) await meanwhile();
      return page;
    },
  };
}

const later = (documents: DocumentStore) => resourceStore(documents, () => Date.now() + 60_000);

describe.each([1, 2, 3, 4])('what happens behind query %i of a read in several', (when) => {
  const documents = openSqlite(':memory:', 'resources');
  const store = resourceStore(documents);
  const reading = (meanwhile: () => Promise<unknown>) => resourceStore(apart(documents, when, meanwhile));
  const owed = () =>
    documents.count(ACCOUNT, { kind: 'compare', path: ['owes'], comparator: 'eq', value: true });

  afterAll(() => documents.close());

  it('the memberships of a deleted user are swept: it was gone before, and is', async () => {
    const [ann = '', bea = ''] = [
      await createUser(store, `ann${when}`),
      await createUser(store, `bea${when}`),
    ];
    const group = await createGroup(store, `G${when}`, [ann, bea]);
    const halfway = resourceStore(dyingAfter(documents, 2));
    await halfway.delete(users, ann, () => ({ log: [] })).catch(() => undefined);
    expect(await owed()).toBe(1);
    const sweep = () => later(documents).finishLeftovers(ACCOUNT, Date.now() + 120_000);
    expect(await membersOf(reading(sweep), group)).toEqual([bea]);
    expect(await groupsOf(reading(sweep), ann)).toEqual([]);
    await sweep();
  });

  it('a large change begins: it is seen whole or not at all', async () => {
    const ids = await createUsers(store, 120);
    const group = await createGroup(store, `L${when}`, []);
    const begin = async () => {
      const dying = resourceStore(dyingAfter(documents, 6));
      await changeMembers(dying, group, adding(...ids)).catch(() => undefined);
    };
    const seen = await membersOf(reading(begin), group);
    expect([0, ids.length]).toContain(seen.length);
    expect((await membersOf(store, group)).length).toBe(when > 3 ? 0 : ids.length);
  });
});

it('a filter on a group of very many members reads along the memberships of that group alone', async () => {
  const documents = openSqlite(':memory:', 'resources');
  const ids = (await createUsers(resourceStore(documents), 3)).sort();
  const group = await createGroup(resourceStore(documents), 'Large', ids);
  await createGroup(resourceStore(documents), 'Other', ids.slice(0, 1));
  const asked: DocumentQuery[] = [];
  const tooMany = apart(documents, 0, async () => undefined);
  const store = resourceStore({
    ...tooMany,
    query: (partition, query) => {
      if (!query.atOnce) asked.push(query);
      return tooMany.query(partition, query);
    },
  });
  const where = { kind: 'compare', path: ['value'], comparator: 'eq', value: group } as const;
  const condition = { kind: 'any', path: ['groups'], where } as const;
  const { resources } = await store.query(users, { condition, startIndex: 1, count: 10, want: nothing });
  expect(resources.map(idOf)).toEqual(ids);
  const memberships = asked.filter(({ prefix = '' }) => prefix.startsWith('m.'));
  expect(memberships.map(({ prefix }) => prefix)).toEqual([`m.${group}.`]);
});
