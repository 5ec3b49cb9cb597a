import { MAX_ATTACHED } from '../../shared/storage/resources/detached.ts';
import { membershipDocument } from '../../shared/storage/resources/documents.ts';
import { chunks } from '../../shared/storage/resources/scan.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { ACCOUNT, createGroup, everything, groups, idOf, nothing, valuesOf } from '../contract/population.ts';

describe('RFC 7644 §3.4.2 pages of groups with members', () => {
  const documents = openSqlite(':memory:', 'resources');
  const store = resourceStore(documents);
  const page = (startIndex: number, want: typeof nothing) =>
    store.query(groups, { condition: undefined, startIndex, count: 10, want });

  /** Memberships as a large change leaves them; who the members are does not matter here. */
  async function fill(groupId: string, count: number): Promise<void> {
    const memberIds = Array.from(
      { length: count },
      (_, index) => `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    );
    for (const some of chunks(memberIds, 100)) {
      await documents.batch(
        ACCOUNT,
        some.map((memberId) => ({
          kind: 'create',
          document: membershipDocument({ groupId, memberId, memberType: 'User' }),
        })),
      );
    }
  }

  afterAll(() => documents.close());

  it('a page holds the published number of members', async () => {
    expect(MAX_ATTACHED).toBe(100_000);
    const sizes = [60_000, 40_000, 1];
    const ids = [];
    for (const [index, size] of sizes.entries()) {
      const id = await createGroup(store, `G${index}`);
      await fill(id, size);
      ids.push(id);
    }
    const first = await page(1, everything);
    expect([first.resources.map(idOf), first.isShortened]).toEqual([ids.slice(0, 2), true]);
    expect(first.resources.map((one) => valuesOf(one, 'members').length)).toEqual([60_000, 40_000]);
    const second = await page(3, everything);
    expect([second.resources.map(idOf), second.isShortened]).toEqual([ids.slice(2), false]);
    expect([first, second].map((one) => one.totalResults)).toEqual([3, 3]);
    expect((await page(1, nothing)).resources).toHaveLength(3);
  });
});
