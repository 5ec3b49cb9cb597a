import { bindFilter } from '../../shared/scim/filter/bind.ts';
import { parseFilter } from '../../shared/scim/filter/parse.ts';
import { strict } from '../../shared/scim/policy.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { chunks } from '../../shared/storage/documents/pages.ts';
import { MAX_RELATED } from '../../shared/storage/resources/membership/related-values.ts';
import { membershipDocument } from '../../shared/storage/resources/partition/documents.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { counting } from '../contract/counting.ts';
import {
  ACCOUNT,
  changeMembers,
  createGroup,
  everything,
  groups,
  idOf,
  nothing,
  removing,
  valuesOf,
} from '../contract/population.ts';

const memberId = (index: number): string => `0190a000-0000-7000-8000-${String(index).padStart(12, '0')}`;

/** Memberships as a large change leaves them; who the members are does not matter here. */
async function fillGroup(documents: DocumentStore, groupId: string, count: number): Promise<void> {
  const memberIds = Array.from({ length: count }, (_, index) => memberId(index));
  for (const some of chunks(memberIds, 100)) {
    await documents.batch(
      ACCOUNT,
      some.map((id) => ({
        kind: 'create',
        document: membershipDocument({ groupId, memberId: id, memberType: 'User' }),
      })),
    );
  }
}

describe('RFC 7644 §3.4.1 a group whose members span several pages of the store', () => {
  const SIZE = 2_001;
  const open = async () => {
    const documents = openSqlite(':memory:', 'resources');
    const group = await createGroup(resourceStore(documents), 'G');
    await fillGroup(documents, group, SIZE);
    return { documents, group };
  };

  it('is read once when nothing changes it', async () => {
    const { documents, group } = await open();
    const counted = counting(documents);
    const read = await resourceStore(counted).get(groups, group, everything);
    expect(valuesOf(read)).toHaveLength(SIZE);
    expect(counted.spent()).toEqual({ read: 2, batch: 0, query: 3, count: 0 });
  });

  it('is read again when it changes meanwhile: no member under a version that lacks it', async () => {
    const { documents, group } = await open();
    let queries = 0;
    const busy: DocumentStore = {
      read: documents.read.bind(documents),
      batch: documents.batch.bind(documents),
      count: documents.count.bind(documents),
      async query(partition, query) {
        const page = await documents.query(partition, query);
        queries += 1;
        if (queries === 1) await changeMembers(resourceStore(documents), group, removing(memberId(0)));
        return page;
      },
    };
    const read = await resourceStore(busy).get(groups, group, everything);
    const members = valuesOf(read);
    expect([read?.revision, members.length, members.includes(memberId(0))]).toEqual([2, SIZE - 1, false]);
  });
});

describe('RFC 7644 §3.4.2 pages of groups with members', () => {
  const documents = openSqlite(':memory:', 'resources');
  const store = resourceStore(documents);
  const page = (startIndex: number, want: typeof nothing) =>
    store.query(groups, { condition: undefined, startIndex, count: 10, want });
  const fill = (groupId: string, count: number) => fillGroup(documents, groupId, count);

  afterAll(() => documents.close());

  it('a page holds the published number of members', async () => {
    expect(MAX_RELATED).toBe(100_000);
    const sizes = [60_000, 40_000, 1];
    const ids = [];
    for (const [index, size] of sizes.entries()) {
      const id = await createGroup(store, `G${index}`);
      await fill(id, size);
      ids.push(id);
    }
    const first = await page(1, everything);
    expect([first.resources.map(idOf), first.isShortened]).toEqual([ids.slice(0, 2), true]);
    expect(first.resources.map((one) => valuesOf(one).length)).toEqual([60_000, 40_000]);
    const second = await page(3, everything);
    expect([second.resources.map(idOf), second.isShortened]).toEqual([ids.slice(2), false]);
    expect([first, second].map((one) => one.totalResults)).toEqual([3, 3]);
    expect((await page(1, nothing)).resources).toHaveLength(3);
  });
});

describe('RFC 7644 §3.4.2.2 a filter on members', () => {
  it('selects 20,000 memberships at most, those of all its terms together', async () => {
    const documents = openSqlite(':memory:', 'resources');
    const store = resourceStore(documents);
    await fillGroup(documents, await createGroup(store, 'G'), 7_000);
    const found = (filter: string) => {
      const condition = bindFilter(groups.type, parseFilter(filter, strict), strict);
      return store.query(groups, { condition, startIndex: 1, count: 10, want: nothing });
    };
    expect(await found('members pr and members pr')).toMatchObject({ totalResults: 1 });
    const thrice = found('members pr and (members pr or not (members pr))');
    await expect(thrice).rejects.toMatchObject({
      status: 400,
      scimType: 'tooMany',
      code: 'too-many-members',
    });
    documents.close();
  });
});
