/**
 * The room of memberships, documents that tie a member to a group: how they are read, changed, counted and removed.
 * It never writes the attributes of a resource and imports nothing of life-cycle/, which builds on it.
 *
 * This file reads memberships as they count: it finishes unfinished changes first, and leaves out those of deleted
 * resources. So no reader sees half of a large change, or a member that is gone.
 */

import { inParallel } from '../../../async/promises.ts';
import type { Condition } from '../../../scim/filter/condition.ts';
import { all, either, has, ofType } from '../../documents/conditions.ts';
import type { StoredDocument } from '../../documents/document-store.ts';
import { leftover, membershipOf, resourceIdOf } from '../partition/documents.ts';
import { finishLater, ONE_PAGE, type Partition } from '../partition/partition.ts';
import { cleanUpAll, isAbandoned } from './cleanup.ts';
import { finishIntent, type Intent, intentOf } from './intent.ts';
import { MembershipList } from './membership-list.ts';

/** Reads again after finishing a change: enough for changes that start meanwhile. */
const MAX_PASSES = 5;

/** Milliseconds that a read spends on what deletions left. */
const CLEANUP_PER_READ = 500;

/**
 * Asked while there may be more, which comes in order of group and member: true leaves the rest unread.
 * @param count of the memberships that were read
 */
export type Enough = (count: number, lastGroupId: string) => boolean;

export interface MembershipQuery {
  readonly where: Condition;
  readonly isEnough?: Enough;
  /** Does the result depend on this unfinished change? By default on every one. */
  readonly concerns?: (intent: Intent) => boolean;
}

export interface VisibleMemberships {
  readonly memberships: MembershipList;
  /** Group of the last one that was read, when the rest was left unread. */
  readonly unreadFrom: string | undefined;
  /** Unfinished changes that do not concern the query. */
  readonly intents: readonly Intent[];
}

/** One query: the memberships that `where` selects and, beside them, all that is left over. */
export async function visibleMemberships(
  partition: Partition,
  { where, isEnough = () => false, concerns = () => true }: MembershipQuery,
): Promise<VisibleMemberships> {
  const change = partition.inTime();
  for (let pass = 1; ; pass += 1) {
    const { memberships, leftovers, unreadFrom } = await readWithLeftovers(partition, where, isEnough);
    const intents = leftovers.filter((row) => row.type === 'intent').map(intentOf);
    const unfinished = intents.filter(concerns);
    const abandoned = leftovers.filter((row) => isAbandoned(partition, row));
    if (pass === MAX_PASSES || (unfinished.length === 0 && (abandoned.length === 0 || pass > 1))) {
      // A deleted resource hides its memberships until they are removed.
      return { memberships: memberships.without(deletedAmong(leftovers)), unreadFrom, intents };
    }
    for (const { groupId } of unfinished) await finishIntent(change, groupId);
    await finishLater(() => cleanUpAll(partition, abandoned, partition.now() + CLEANUP_PER_READ));
  }
}

interface ReadMemberships {
  readonly memberships: MembershipList;
  readonly leftovers: readonly StoredDocument[];
  readonly unreadFrom: string | undefined;
}

/** Leftovers are read whole, also those behind the last membership that is read. */
async function readWithLeftovers(
  partition: Partition,
  where: Condition,
  isEnough: Enough,
): Promise<ReadMemberships> {
  const memberships = new MembershipList();
  const leftovers: StoredDocument[] = [];
  for await (const page of partition.pages(either(where, leftover))) {
    const found = page.filter(({ type }) => type === 'membership').map(membershipOf);
    memberships.add(found);
    leftovers.push(...page.filter(({ type }) => type !== 'membership'));
    const last = found.at(-1)?.groupId;
    if (page.length < ONE_PAGE || last === undefined || !isEnough(memberships.length, last)) continue;
    leftovers.push(...(await partition.scan(leftover, page.at(-1)?.id)));
    return { memberships, leftovers, unreadFrom: last };
  }
  return { memberships, leftovers, unreadFrom: undefined };
}

/** Ids of the resources whose tombstones are among the rows. */
export const deletedAmong = (rows: readonly StoredDocument[]): ReadonlySet<string> =>
  new Set(rows.filter(({ type }) => type === 'tombstone').map(({ id }) => resourceIdOf(id)));

/** Counts that run at the same time. */
const COUNTS_AT_ONCE = 10;

/** How many members groups have: one count for each group over the index, whatever its size. */
export async function countMembers(
  partition: Partition,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counted = async (id: string) =>
    [id, await partition.count(all(ofType('membership'), has('groupId', id)))] as const;
  return new Map(await inParallel(groupIds, COUNTS_AT_ONCE, counted));
}
