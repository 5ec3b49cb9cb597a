/** Attributes kept beside their resource, as memberships: a group's `members`, a user's read-only `groups`. */

import { inPieces } from '../../../async/pieces.ts';
import type { Related } from '../../../protocol/related.ts';
import type { StoredResource, Want } from '../../../protocol/resource-store.ts';
import type { Value } from '../../../scim/resource/resource.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import { oneOf } from '../../documents/conditions.ts';
import { membershipsOfGroup } from '../partition/documents.ts';
import { type Partition, retry } from '../partition/partition.ts';
import { type Intent, type ListedIntent, listed } from './intent-documents.ts';
import type { MembershipList } from './membership-list.ts';
import { visibleMemberships } from './memberships.ts';

/** Most members that one page of groups, or groups that one page of users returns; a single resource has no limit. */
export const MAX_RELATED = 100_000;

/** Values by the id of the resource they belong to. */
export type RelatedValues = ReadonlyMap<string, Related>;

/** One query for the resource's values, or none when nothing is wanted. */
export async function relatedValues(
  partition: Partition,
  type: ResourceType,
  id: string,
  want: Want,
): Promise<RelatedValues> {
  const { related } = await relatedPage(partition, type, [id], want, Number.POSITIVE_INFINITY);
  return related;
}

/** As many resources as have no more than `limit` values together, and at least one. */
export interface RelatedPage {
  readonly related: RelatedValues;
  /** How many of the resources, from the first on, are on the page. */
  readonly length: number;
}

/** One query for all ids, or none when nothing is wanted. @param ids in ascending order */
export const relatedPage = (
  partition: Partition,
  { relation }: ResourceType,
  ids: readonly string[],
  want: Want,
  limit: number,
): Promise<RelatedPage> =>
  (relation?.end === 'groupId' ? pageOfGroups : pageOfMembers)(partition, ids, want, limit);

/** Memberships come in order of group: the first groups are read, and no more of the others than it takes to know. */
async function pageOfGroups(
  partition: Partition,
  ids: readonly string[],
  want: Want,
  limit: number,
): Promise<RelatedPage> {
  if (!want.members || ids.length === 0) return { related: new Map(), length: ids.length };
  const { memberships, unreadFrom } = await visibleMemberships(partition, {
    where: oneOf('groupId', ids),
    concerns: ({ groupId }: Intent) => ids.includes(groupId),
    isEnough: (count, lastGroupId) => count > limit && lastGroupId !== ids[0],
    ...(ids.length === 1 ? { inOrder: membershipsOfGroup(ids[0] ?? '') } : { orFewer: true }),
  });
  if (unreadFrom === '') return pageOfGroups(partition, firstHalf(ids), want, limit);
  const related = memberships.membersByGroup();
  let members = 0;
  const end = ids.findIndex((id) => {
    members += related.get(id)?.length ?? 0;
    return members > limit || (unreadFrom !== undefined && id >= unreadFrom);
  });
  return { related, length: end < 0 ? ids.length : Math.max(1, end) };
}

/** Memberships of a user are found all over the groups: half of the users are left out until the rest fits. */
async function pageOfMembers(
  partition: Partition,
  ids: readonly string[],
  want: Want,
  limit: number,
): Promise<RelatedPage> {
  if (!want.groups || ids.length === 0) return { related: new Map(), length: ids.length };
  return retry(() => tryPageOfMembers(partition, ids, want, limit));
}

/** @returns undefined to read again: a change was finished behind the memberships that were read before it */
async function tryPageOfMembers(
  partition: Partition,
  ids: readonly string[],
  want: Want,
  limit: number,
): Promise<RelatedPage | undefined> {
  const found = await visibleMemberships(partition, {
    where: oneOf('memberId', ids),
    concerns: () => false,
    isEnough: (count) => count > limit && ids.length > 1,
    orFewer: ids.length > 1,
  });
  const isHeavy = found.unreadFrom !== undefined || found.memberships.length > limit;
  if (isHeavy && ids.length > 1) return pageOfMembers(partition, firstHalf(ids), want, limit);
  const intents = await listed(partition, found.intents, ids);
  return (
    intents && {
      related: await inPieces(groupsOfMembers(found.memberships, intents, ids)),
      length: ids.length,
    }
  );
}

const firstHalf = (ids: readonly string[]): readonly string[] => ids.slice(0, Math.ceil(ids.length / 2));

/**
 * Unfinished changes are taken into account as if they were applied: reading a user must not wait for a large group.
 */
function* groupsOfMembers(
  memberships: MembershipList,
  intents: readonly ListedIntent[],
  ids: readonly string[],
): Generator<undefined, RelatedValues> {
  const groups = new Map<string, Map<string, Value>>(ids.map((id) => [id, new Map()]));
  const takenAway = new Map(intents.map((intent) => [intent.groupId, removalOf(intent)]));
  for (const { groupId, memberId } of memberships) {
    if (!takenAway.get(groupId)?.(memberId)) groups.get(memberId)?.set(groupId, groupValue(groupId));
    yield;
  }
  for (const { groupId, add } of intents)
    for (const { value } of add) {
      groups.get(value)?.set(groupId, groupValue(groupId));
      yield;
    }
  const some = [...groups].filter(([, { size }]) => size > 0);
  return new Map(some.map(([id, values]) => [id, [...values.values()]]));
}

const groupValue = (groupId: string): Value => ({ value: groupId, type: 'direct' });

/** Does the change take a member away? It may name thousands: they are looked up, not searched. */
function removalOf({ clear, add, remove }: ListedIntent): (memberId: string) => boolean {
  const inChange = new Set(clear ? add.map(({ value }) => value) : remove);
  return (memberId) => inChange.has(memberId) !== clear;
}

/** The resource with its related values. */
export function withRelated(stored: StoredResource, related: RelatedValues): StoredResource {
  const values = related.get(String(stored.resource.id));
  return values ? { ...stored, related: values } : stored;
}
