/** Attributes kept beside their resource: a group's `members`, a user's read-only `groups`. */

import type { Scope, StoredResource, Want } from '../../protocol/resource-store.ts';
import type { Resource, Value } from '../../scim/resource/resource.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { oneOf } from './conditions.ts';
import type { StoreContext } from './context.ts';
import type { Membership } from './documents.ts';
import type { Intent } from './intent.ts';
import { type Found, visibleMemberships } from './memberships.ts';

/** Most members that one page of groups, or groups that one page of users returns; a single resource has no limit. */
export const MAX_ATTACHED = 100_000;

/** Values by the id of the resource they belong to. */
export type Attached = ReadonlyMap<string, readonly Value[]>;

/** One query for all `ids`, or none when nothing is wanted. */
export async function readDetached(
  context: StoreContext,
  { account, type }: Scope,
  ids: readonly string[],
  want: Want,
): Promise<Attached> {
  const { attached } = await pageOf(type)(context, account, ids, want, Number.POSITIVE_INFINITY);
  return attached;
}

/** As many resources as `room` is enough for, and at least one. */
export interface AttachedPage {
  readonly attached: Attached;
  /** How many of the resources, from the first on, are on the page. */
  readonly held: number;
}

/** @param ids in ascending order */
export const readPage = (
  context: StoreContext,
  { account, type }: Scope,
  ids: readonly string[],
  want: Want,
  room: number,
): Promise<AttachedPage> => pageOf(type)(context, account, ids, want, room);

const pageOf = ({ relation }: ResourceType) => (relation?.end === 'groupId' ? groupsPage : usersPage);

/** Memberships come in order of group: the first groups are read, and no more of the others than it takes to know. */
async function groupsPage(
  context: StoreContext,
  account: string,
  ids: readonly string[],
  want: Want,
  room: number,
): Promise<AttachedPage> {
  if (!want.members || ids.length === 0) return { attached: new Map(), held: ids.length };
  const { memberships, unreadFrom } = await visibleMemberships(context, account, {
    where: oneOf('groupId', ids),
    concerns: ({ groupId }: Intent) => ids.includes(groupId),
    isEnough: (count, lastGroupId) => count > room && lastGroupId !== ids[0],
  });
  const attached = grouped(memberships, ({ groupId, memberId, memberType }) => [
    groupId,
    { value: memberId, type: memberType },
  ]);
  let members = 0;
  const end = ids.findIndex((id) => {
    members += attached.get(id)?.length ?? 0;
    return members > room || (unreadFrom !== undefined && id >= unreadFrom);
  });
  return { attached, held: end < 0 ? ids.length : Math.max(1, end) };
}

/** Memberships of a user are found all over the groups: half of the users are left out until the rest has room. */
async function usersPage(
  context: StoreContext,
  account: string,
  ids: readonly string[],
  want: Want,
  room: number,
): Promise<AttachedPage> {
  if (!want.groups || ids.length === 0) return { attached: new Map(), held: ids.length };
  const found = await visibleMemberships(context, account, {
    where: oneOf('memberId', ids),
    concerns: () => false,
    isEnough: (count) => count > room && ids.length > 1,
  });
  const isHeavy = found.unreadFrom !== undefined || found.memberships.length > room;
  if (isHeavy && ids.length > 1)
    return usersPage(context, account, ids.slice(0, Math.ceil(ids.length / 2)), want, room);
  return { attached: userGroups(found, ids), held: ids.length };
}

/** Unfinished changes are taken into account as if they were applied: reading a user must not wait for a large group. */
function userGroups({ memberships, intents }: Found, ids: readonly string[]): Attached {
  const asked = new Set(ids);
  const takenAway = new Map(intents.map((intent) => [intent.groupId, removalOf(intent)]));
  const kept = memberships.filter(({ groupId, memberId }) => !takenAway.get(groupId)?.(memberId));
  const there = new Set(kept.map(({ groupId, memberId }) => `${groupId} ${memberId}`));
  const added = intents.flatMap(({ groupId, add }) =>
    add
      .filter(({ value }) => asked.has(value) && !there.has(`${groupId} ${value}`))
      .map(({ value, type }): Membership => ({ groupId, memberId: value, memberType: type })),
  );
  return grouped([...kept, ...added], ({ groupId, memberId }) => [
    memberId,
    { value: groupId, type: 'direct' },
  ]);
}

/** Does the change take a member away? It may name thousands: they are looked up, not searched. */
function removalOf({ clear, add, remove }: Intent): (memberId: string) => boolean {
  const named = new Set(clear ? add.map(({ value }) => value) : remove);
  return (memberId) => named.has(memberId) !== clear;
}

/** The resource with its detached values; without any, the attribute is unassigned. */
export function attach({ type }: Scope, stored: StoredResource, attached: Attached): StoredResource {
  const values = attached.get(String(stored.resource.id));
  if (!values || !type.relation) return stored;
  const resource: Resource = { ...stored.resource, [type.relation.attribute]: values };
  return { ...stored, resource };
}

function grouped(
  memberships: readonly Membership[],
  entry: (membership: Membership) => readonly [string, Value],
): Attached {
  const groups = new Map<string, Value[]>();
  for (const membership of memberships) {
    const [key, value] = entry(membership);
    const values = groups.get(key);
    if (values) values.push(value);
    else groups.set(key, [value]);
  }
  return groups;
}
