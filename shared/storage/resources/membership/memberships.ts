/**
 * The room of memberships, documents that tie a member to a group: how they are read, changed, counted and removed.
 * It never writes the attributes of a resource and imports nothing of life-cycle/, which builds on it.
 *
 * This file reads memberships as they count: it finishes unfinished changes first, and leaves out those of deleted
 * resources. So no reader sees half of a large change, or a member that is gone.
 */

import { inParallel } from '../../../async/promises.ts';
import type { MemberPage, MemberQuery } from '../../../protocol/resource-store.ts';
import type { Condition } from '../../../scim/filter/condition.ts';
import { all, either, has, ofType } from '../../documents/conditions.ts';
import type { DocumentPage, StoredDocument } from '../../documents/document-store.ts';
import { isTooMany, MANY, type Selection } from '../../documents/pages.ts';
import {
  leftover,
  leftovers,
  MEMBERSHIP_PREFIX,
  membershipId,
  membershipOf,
  membershipsOfGroup,
  resourceIdOf,
} from '../partition/documents.ts';
import { finishLater, ONE_PAGE, type Partition } from '../partition/partition.ts';
import { cleanUpAll, isAbandoned } from './cleanup.ts';
import { finishIntent } from './intent.ts';
import { type Intent, intentOf } from './intent-documents.ts';
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
  /** The same in order, where that is found otherwise. */
  readonly inOrder?: Selection;
  /** True to read none where they are too many for one query: the caller asks for fewer. */
  readonly orFewer?: boolean;
  readonly isEnough?: Enough;
  /** Does the result depend on this unfinished change? By default on every one. */
  readonly concerns?: (intent: Intent) => boolean;
}

export interface VisibleMemberships {
  readonly memberships: MembershipList;
  /** Group of the last one that was read, when the rest was left unread; empty when none was. */
  readonly unreadFrom: string | undefined;
  /** Unfinished changes that do not concern the query. */
  readonly intents: readonly Intent[];
}

/** One query: the memberships that `where` selects and, beside them, all that is left over. */
export async function visibleMemberships(
  partition: Partition,
  asked: MembershipQuery,
): Promise<VisibleMemberships> {
  const { concerns = () => true } = asked;
  const change = partition.inTime();
  for (let pass = 1; ; pass += 1) {
    const { memberships, leftovers: owed, unreadFrom } = await readWithLeftovers(partition, asked);
    const intents = owed.filter((row) => row.type === 'intent').map(intentOf);
    const unfinished = intents.filter(concerns);
    const abandoned = owed.filter((row) => isAbandoned(partition, row));
    if (pass === MAX_PASSES || (unfinished.length === 0 && (abandoned.length === 0 || pass > 1))) {
      // A deleted resource hides its memberships until they are removed.
      return { memberships: memberships.without(deletedAmong(owed)), unreadFrom, intents };
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

type Read = Omit<ReadMemberships, 'leftovers'>;

/** Leftovers are read whole, also those behind the last membership that is read. */
async function readWithLeftovers(partition: Partition, asked: MembershipQuery): Promise<ReadMemberships> {
  const together = { where: either(asked.where, leftover), atOnce: true };
  const first = await partition.query({ ...together, limit: ONE_PAGE });
  if (isTooMany(first)) return readApart(partition, asked);
  const owed: StoredDocument[] = [];
  let last: string | undefined;
  const pages = partition.pages({ ...together, first });
  const read = await readMemberships(pages, asked, (page) => {
    owed.push(...page.filter(({ type }) => type !== 'membership'));
    last = page.at(-1)?.id;
  });
  if (read.unreadFrom !== undefined) owed.push(...(await partition.scan({ ...leftovers, after: last })));
  return { ...read, leftovers: owed };
}

/**
 * Where both are too many for one query. What hides a membership is read before it: a tombstone expires only when its
 * memberships are gone, so none of them is left to be read behind it. What began meanwhile is read behind: a change under
 * way is then finished first. One that begins and ends between the two shows itself in the version of the group.
 */
async function readApart(partition: Partition, asked: MembershipQuery): Promise<ReadMemberships> {
  const { where, inOrder = { where, prefix: MEMBERSHIP_PREFIX } } = asked;
  if (asked.orFewer) return { memberships: new MembershipList(), leftovers: [], unreadFrom: '' };
  const before = await partition.scan(leftovers);
  const read = await readMemberships(partition.pages({ ...inOrder, hits: MANY }), asked);
  const behind = await partition.scan(leftovers);
  const owed = new Map([...before, ...behind].map((document) => [document.id, document]));
  return { ...read, leftovers: [...owed.values()] };
}

async function readMemberships(
  pages: AsyncIterable<DocumentPage>,
  { isEnough = () => false }: MembershipQuery,
  onPage: (page: DocumentPage) => void = () => undefined,
): Promise<Read> {
  const memberships = new MembershipList();
  for await (const page of pages) {
    const found = page.filter(({ type }) => type === 'membership').map(membershipOf);
    memberships.add(found);
    onPage(page);
    const last = found.at(-1)?.groupId;
    if (page.length !== ONE_PAGE || last === undefined || !isEnough(memberships.length, last)) continue;
    return { memberships, unreadFrom: last };
  }
  return { memberships, unreadFrom: undefined };
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

/** A page of the memberships of a group, along their ids. */
export async function listMembers(
  partition: Partition,
  groupId: string,
  { after, limit }: MemberQuery,
): Promise<MemberPage> {
  const start = after === undefined ? {} : { after: membershipId(groupId, after) };
  const asked = { ...membershipsOfGroup(groupId), ...start, limit: limit + 1, hits: MANY };
  const page = await partition.query(asked);
  const members = page.slice(0, limit).map(membershipOf);
  return {
    members: members.map(({ memberId, memberType }) => ({ id: memberId, type: memberType })),
    isEnd: page.length <= limit && !page.isCut,
  };
}
