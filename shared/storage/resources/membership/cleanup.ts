/**
 * Removes the memberships of a deleted resource. Its tombstone hides them until they are gone, so that a crash between
 * two steps leaves nothing visible. Any process may repeat each step at any time.
 */

import type { DocumentOperation, StoredDocument } from '../../documents/document-store.ts';
import {
  groupDocumentId,
  isGroupDocumentId,
  leftover,
  leftovers,
  membershipId,
  membershipOf,
  membershipsOfGroup,
  membershipsOfMember,
  modifiedAt,
  resourceIdOf,
  TOMBSTONE_TTL,
} from '../partition/documents.ts';
import { type Partition, retry, unlessLost } from '../partition/partition.ts';
import { finishIntent } from './intent.ts';

/** The end of a membership by which a deleted resource is found. */
type MembershipEnd = 'memberId' | 'groupId';

/** One batch holds these and, for the groups of a member, as many new versions. */
const PER_STEP = 50;

/**
 * @param documentId of the tombstone
 * @param deadline milliseconds since the epoch after which the rest is left to later requests
 */
export async function cleanUp(partition: Partition, documentId: string, deadline: number): Promise<void> {
  const asMember = await removeMemberships(partition, 'memberId', documentId, deadline);
  const asGroup =
    !isGroupDocumentId(documentId) || (await removeMemberships(partition, 'groupId', documentId, deadline));
  if (asMember && asGroup) await expireTombstone(partition, documentId);
}

/** @returns false when time ran out, or an answer was lost */
async function removeMemberships(
  partition: Partition,
  end: MembershipEnd,
  documentId: string,
  deadline: number,
): Promise<boolean> {
  const id = resourceIdOf(documentId);
  const select = end === 'memberId' ? membershipsOfMember(id) : membershipsOfGroup(id);
  while (partition.now() < deadline) {
    const page = await partition.query({ ...select, limit: PER_STEP });
    if (page.length === 0) return true;
    const operations =
      end === 'memberId' ? page.flatMap((one) => leaveGroup(partition.now(), one)) : page.map(removal);
    const outcome = await unlessLost(partition.batch(operations));
    if (!outcome) return false;
    if (!outcome.ok) for (const document of page) await removeOne(partition, end, document);
  }
  return false;
}

const removal = ({ id }: StoredDocument): DocumentOperation => ({ kind: 'delete', id });

/** The group that loses a member gets a new version. */
function leaveGroup(now: number, membership: StoredDocument): DocumentOperation[] {
  const { groupId } = membershipOf(membership);
  return [
    removal(membership),
    {
      kind: 'patch',
      id: groupDocumentId(groupId),
      set: modifiedAt(now),
      increment: { '/revision': 1 },
      when: { type: 'group' },
    },
  ];
}

/** One by one where the batch met a membership that is gone already, or a group that is deleted as well. */
async function removeOne(partition: Partition, end: MembershipEnd, document: StoredDocument): Promise<void> {
  const { groupId, memberId } = membershipOf(document);
  await retry(async () => {
    const there = await partition.read(membershipId(groupId, memberId));
    if (!there) return true;
    const group = await partition.read(groupDocumentId(groupId));
    const leaves = end === 'memberId' && group?.type === 'group';
    const outcome = await partition.batch(leaves ? leaveGroup(partition.now(), there) : [removal(there)]);
    return outcome.ok ? true : undefined;
  });
}

/** Nothing is left to remove: the store forgets the tombstone in time. */
async function expireTombstone(partition: Partition, documentId: string): Promise<void> {
  // A lost answer changes nothing for the client: the next cleanup finds nothing left to do.
  await unlessLost(
    partition.batch([
      {
        kind: 'patch',
        id: documentId,
        set: { '/ttl': TOMBSTONE_TTL },
        remove: ['/owes'],
        when: { type: 'tombstone', owes: true },
      },
    ]),
  );
}

/** Milliseconds: the request that made a tombstone older than this no longer works on it. */
const ABANDONED_AFTER = 5_000;

export const isAbandoned = (partition: Partition, { type, deletedAt }: StoredDocument): boolean =>
  type === 'tombstone' && partition.now() - Date.parse(String(deletedAt)) > ABANDONED_AFTER;

/** @param deadline milliseconds since the epoch after which the rest is left to later requests */
export async function cleanUpAll(
  partition: Partition,
  tombstones: readonly StoredDocument[],
  deadline: number,
): Promise<void> {
  for (const { id } of tombstones) await cleanUp(partition, id, deadline);
}

/**
 * Finishes what deletions and large changes of members were cut off from, or left for later.
 * @returns how many are still unfinished, those under way included
 */
export async function finishLeftovers(partition: Partition, deadline: number): Promise<number> {
  const rows = await partition.scan(leftovers);
  if (rows.length === 0) return 0;
  for (const { type, groupId } of rows) {
    if (type === 'intent' && partition.now() < deadline) await finishIntent(partition, String(groupId));
  }
  const abandoned = rows.filter((row) => isAbandoned(partition, row));
  await cleanUpAll(partition, abandoned, deadline);
  return partition.count(leftover);
}
