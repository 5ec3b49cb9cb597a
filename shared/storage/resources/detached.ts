/** Attributes kept beside their resource: a group's `members`, a user's read-only `groups`. */

import { tooMany } from '../../scim/error.ts';
import type { Resource, Value } from '../../scim/resource/resource.ts';
import { fix, say } from '../../scim/text.ts';
import type { Scope, StoredResource, Want } from '../resource-store.ts';
import { oneOf } from './conditions.ts';
import type { StoreContext } from './context.ts';
import type { Membership } from './documents.ts';
import type { Intent } from './intent.ts';
import { visibleMemberships } from './memberships.ts';

/** Most members that one page of groups returns; a single group has no limit. */
export const MAX_MEMBERS_PER_PAGE = 10_000;

/** Values by the id of the resource they belong to. */
export type Attached = ReadonlyMap<string, readonly Value[]>;

/** One query for all `ids`, or none when nothing is wanted. */
export async function readDetached(
  context: StoreContext,
  { account, type }: Scope,
  ids: readonly string[],
  want: Want,
  cap?: number,
): Promise<Attached> {
  const wanted = type.name === 'Group' ? want.members : want.groups;
  if (!wanted || ids.length === 0) return new Map();
  return type.name === 'Group' ? groupMembers(context, account, ids, cap) : userGroups(context, account, ids);
}

async function groupMembers(
  context: StoreContext,
  account: string,
  ids: readonly string[],
  cap: number | undefined,
): Promise<Attached> {
  const concerns = ({ groupId }: Intent) => ids.includes(groupId);
  const limit = cap === undefined ? {} : { cap };
  const where = oneOf('groupId', ids);
  const found = await visibleMemberships(context, account, { where, concerns, ...limit });
  if (cap !== undefined && found.tooMany) {
    throw tooMany(
      'too-many-members',
      say`The groups of this page have more than ${cap} members: ${fix`ask with excludedAttributes=members, for a smaller count, or for one group by id`}.`,
    );
  }
  return grouped(found.memberships, ({ groupId, memberId, memberType }) => [
    groupId,
    { value: memberId, type: memberType },
  ]);
}

/** Unfinished changes are taken into account as if they were applied: reading a user must not wait for a large group. */
async function userGroups(context: StoreContext, account: string, ids: readonly string[]): Promise<Attached> {
  const where = oneOf('memberId', ids);
  const { memberships, intents } = await visibleMemberships(context, account, {
    where,
    concerns: () => false,
  });
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
  if (!values) return stored;
  const name = type.name === 'Group' ? 'members' : 'groups';
  const resource: Resource = { ...stored.resource, [name]: values };
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
