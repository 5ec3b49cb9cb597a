/** How many members groups have: one count for each group over the index, whatever its size. */

import { inParallel } from '../../async/promises.ts';
import { all, has } from './conditions.ts';
import type { StoreContext } from './context.ts';

/** Counts that run at the same time. */
const AT_ONCE = 10;

const membersOf = (groupId: string) => all(has('type', 'membership'), has('groupId', groupId));

export async function countMembers(
  { documents }: StoreContext,
  account: string,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counted = async (id: string) => [id, await documents.count(account, membersOf(id))] as const;
  return new Map(await inParallel(groupIds, AT_ONCE, counted));
}
