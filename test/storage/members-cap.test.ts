import { MAX_MEMBERS_PER_PAGE } from '../../shared/storage/resources/detached.ts';
import { membershipDocument } from '../../shared/storage/resources/documents.ts';
import { chunks } from '../../shared/storage/resources/scan.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { ACCOUNT, createGroup, everything, groups, membersOf, nothing } from '../contract/population.ts';

describe('RFC 7644 §3.4.2 pages of groups with members', () => {
  const documents = openSqlite(':memory:', 'resources');
  const store = resourceStore(documents);
  const page = (want: typeof nothing) =>
    store.query(groups, { condition: undefined, startIndex: 1, count: 10, want });

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

  it('past the published cap a page is tooMany and says what to do; without members, and for one group, there is none', async () => {
    const [a, b] = [await createGroup(store, 'A'), await createGroup(store, 'B')];
    await fill(a, MAX_MEMBERS_PER_PAGE / 2);
    await fill(b, MAX_MEMBERS_PER_PAGE / 2);
    expect((await page(everything)).resources).toHaveLength(2);
    const c = await createGroup(store, 'C');
    await fill(c, 1);
    await expect(page(everything)).rejects.toMatchObject({
      status: 400,
      scimType: 'tooMany',
      detail: expect.stringContaining('excludedAttributes=members'),
    });
    expect((await page(nothing)).resources).toHaveLength(3);
    await fill(await createGroup(store, 'D'), MAX_MEMBERS_PER_PAGE + 1);
    expect(await membersOf(store, a)).toHaveLength(MAX_MEMBERS_PER_PAGE / 2);
    const all = await store.query(groups, {
      condition: { kind: 'compare', path: ['displayName'], comparator: 'eq', value: 'd' },
      startIndex: 1,
      count: 1,
      want: nothing,
    });
    expect(await membersOf(store, String(all.resources[0]?.resource.id))).toHaveLength(
      MAX_MEMBERS_PER_PAGE + 1,
    );
  });
});
