/** How many members groups have: one count for each group over the index, whatever its size. */

import { all, has } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { chunks } from './scan.ts';

/** Counts that run at the same time. */
const AT_ONCE = 10;

const membersOf = (groupId: string) => all(has('type', 'membership'), has('groupId', groupId));

export async function countMembers(
  { documents }: StoreContext,
  account: string,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counted: (readonly [string, number])[] = [];
  for (const some of chunks(groupIds, AT_ONCE)) {
    const counts = some.map(async (id) => [id, await documents.count(account, membersOf(id))] as const);
    counted.push(...(await Promise.all(counts)));
  }
  return new Map(counted);
}
