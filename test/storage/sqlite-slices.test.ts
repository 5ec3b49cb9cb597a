import { setImmediate as turn } from 'node:timers/promises';
import type { Condition } from '../../shared/scim/filter/condition.ts';
import type { SqliteStore } from '../../shared/storage/sqlite/sqlite-store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { all, equal, keep, PARTITION, user } from '../contract/document-store/opened.ts';

const SIZE = 20_000;
const idOf = (index: number): string => `u.${100_000 + index}`;
const where = all(equal(['type'], 'user'), equal(['k', 'is'], 'wanted'));

/** Every hundredth user is wanted. */
const isWanted = (index: number): boolean => index % 100 === 0;

let store: SqliteStore;

beforeAll(async () => {
  store = openSqlite(':memory:', 'resources');
  const documents = Array.from({ length: SIZE }, (_, index) =>
    user(idOf(index), { k: { is: isWanted(index) ? 'wanted' : 'other', text: 'x'.repeat(200) } }),
  );
  await keep(store, documents);
});

afterAll(() => store.close());

describe('a search that no index answers', () => {
  it('lets others go first, again and again', async () => {
    for (const search of [
      () => store.query(PARTITION, { where: all(where, equal(['k', 'text'], 'y')), limit: 100 }),
      () => store.count(PARTITION, where),
    ]) {
      let turns = 0;
      let ended = false;
      const searched = search().finally(() => {
        ended = true;
      });
      for (; !ended; turns += 1) await turn();
      await searched;
      expect(turns).toBeGreaterThan(3);
    }
  });

  it('comes to its end as well where others have much to do all the time', async () => {
    const turnsBeside = async (work: () => void) => {
      let turns = 0;
      let ended = false;
      const counted = store.count(PARTITION, where).finally(() => {
        ended = true;
      });
      for (; !ended; turns += 1) {
        work();
        await turn();
      }
      expect(await counted).toBe(SIZE / 100);
      return turns;
    };
    const alone = await turnsBeside(() => undefined);
    const crowded = await turnsBeside(() => {
      const end = performance.now() + 30;
      while (performance.now() < end);
    });
    expect(crowded).toBeLessThan(alone / 2);
  });

  it('meets what stays exactly once, whatever others do meanwhile', async () => {
    let ended = false;
    const searched = store.query(PARTITION, { where, limit: 1000 }).finally(() => {
      ended = true;
    });
    const touched = new Set<string>();
    for (let index = 0; !ended; index += 1) {
      const [gone, changed] = [idOf((index * 7919) % SIZE), idOf((index * 6007 + 50) % SIZE)];
      touched.add(gone).add(changed);
      await store.batch(PARTITION, [
        { kind: 'upsert', document: user(`u.0${index}`, { k: { is: 'wanted' } }) },
      ]);
      await store.batch(PARTITION, [{ kind: 'delete', id: gone }]);
      await store.batch(PARTITION, [{ kind: 'upsert', document: user(changed, { k: { is: 'other' } }) }]);
    }
    const met = (await searched).map(({ id }) => id);
    expect(new Set(met).size).toBe(met.length);
    expect(met.toSorted()).toEqual(met);
    const stayed = Array.from({ length: SIZE }, (_, index) => index)
      .filter(isWanted)
      .map(idOf)
      .filter((id) => !touched.has(id));
    expect(stayed.filter((id) => !met.includes(id))).toEqual([]);
    expect(touched.size).toBeGreaterThan(3);
  });

  it('lets others go first between documents with long search keys, of which it finds the wanted ones', async () => {
    const long = (index: number) =>
      Array.from({ length: 24 }, (_, place) => ({ value: `${'é'.repeat(4000)}${index}.${place}` }));
    const ids = Array.from({ length: 60 }, (_, index) => `v.${100 + index}`);
    for (const [index, id] of ids.entries())
      await keep(store, [{ ...user(id, { k: { emails: long(index) } }), type: 'long' }]);
    const some = Array.from(
      { length: 90 },
      (_, index): Condition => ({
        kind: 'any',
        path: ['k', 'emails'],
        where: { kind: 'compare', path: ['value'], comparator: 'ew', value: `é4${index}.7` },
      }),
    );
    let turns = 0;
    let ended = false;
    const searched = store
      .query(PARTITION, { where: all(equal(['type'], 'long'), { kind: 'or', terms: some }), limit: 100 })
      .finally(() => {
        ended = true;
      });
    for (; !ended; turns += 1) await turn();
    expect((await searched).map(({ id }) => id)).toEqual(ids.slice(40, 50));
    expect(turns).toBeGreaterThan(10);
  });
});
