/** Members of a large group: a page reads no more documents than it shows, wherever it begins. */

import type { Stores } from '../../functions/runtime/open-stores.ts';
import { groupType, userType } from '../../shared/scim/schema/core-types.ts';
import type { DocumentStore, StoredDocument } from '../../shared/storage/documents/document-store.ts';
import { chunks } from '../../shared/storage/documents/pages.ts';
import {
  creations,
  membershipDocument,
  resourceDocument,
} from '../../shared/storage/resources/partition/documents.ts';
import { STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const SIZE = 2600;
/** One search looks through so many. */
const MAX_SEARCHED = 2000;

const AT = '2026-03-01T10:00:00Z';
const idOf = (index: number): string => `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const GROUP = idOf(999_999_999);

function documents(): StoredDocument[] {
  const [users, groups] = [userType([]), groupType];
  const meta = { created: AT, lastModified: AT };
  const members = Array.from({ length: SIZE }, (_, index) => [
    resourceDocument(users, { id: idOf(index), userName: `user${index}@example.com`, meta }, 'x'),
    membershipDocument({ groupId: GROUP, memberId: idOf(index), memberType: 'User' }),
  ]);
  return [resourceDocument(groups, { id: GROUP, displayName: 'All', meta }, 'x'), ...members.flat()];
}

/** The same store, and how many documents its queries gave since it was last asked. */
function counted(store: DocumentStore) {
  let count = 0;
  const query: DocumentStore['query'] = async (partition, asked) => {
    const page = await store.query(partition, asked);
    count += page.length;
    return page;
  };
  const take = (): number => {
    const taken = count;
    count = 0;
    return taken;
  };
  return { store: { ...store, query }, take };
}

async function populated(open: () => Promise<Stores>) {
  const stores = await open();
  for (const some of chunks(documents(), 100)) await stores.resources.batch('AcDemo', creations(some));
  const { store, take } = counted(stores.resources);
  const console = await openConsole({ stores: () => ({ ...stores, resources: store }) });
  const members = async (query: string) => {
    take();
    const { json } = await console.call('GET', `/accounts/AcDemo/groups/${GROUP}/members?${query}`);
    const names = (json.members as { userName: string }[]).map(({ userName }) => userName);
    return { names, nextCursor: json.nextCursor, hints: json.hints, read: take() };
  };
  return members;
}

describe.each(STORES)('a large group on %s', (_, open) => {
  let members: Awaited<ReturnType<typeof populated>>;
  beforeAll(async () => {
    members = await populated(open);
  }, 120_000);

  it.each([
    ['at its beginning', 0],
    ['in the middle', SIZE / 2],
    ['near its end', SIZE - 60],
  ])('a page %s reads its memberships, one more, and their users', async (_title, start) => {
    const cursor = start === 0 ? '' : `&cursor=${idOf(start - 1)}`;
    const { names, read } = await members(`limit=50${cursor}`);
    expect([names.length, names[0], read]).toEqual([50, `user${start}@example.com`, 101]);
  });

  it('a search looks through a part, says so, and goes on behind it', async () => {
    const first = await members(`search=user${SIZE - 1}`);
    expect(first).toMatchObject({
      names: [],
      nextCursor: idOf(MAX_SEARCHED - 1),
      hints: [expect.stringContaining('go on with nextCursor')],
    });
    expect(first.read).toBeLessThan(2 * MAX_SEARCHED + 10);
    const second = await members(`search=user${SIZE - 1}&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ names: [`user${SIZE - 1}@example.com`], nextCursor: undefined });
  });
});
