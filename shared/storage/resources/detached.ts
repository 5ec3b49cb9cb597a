/** Attributes kept beside their resource: a group's `members`, a user's read-only `groups`. */

import { tooMany } from '../../scim/error.ts';
import type { Resource, Value } from '../../scim/resource/resource.ts';
import type { Scope, StoredResource, Want } from '../resource-store.ts';
import { oneOf } from './conditions.ts';
import type { StoreContext } from './context.ts';
import type { Membership } from './documents.ts';
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
  const where = oneOf(type.name === 'Group' ? 'groupId' : 'memberId', ids);
  const limit = cap === undefined ? undefined : cap + 1;
  const memberships = await visibleMemberships(context, account, where, limit);
  if (cap !== undefined && memberships.length > cap) {
    throw tooMany(
      `The groups of this page have more than ${cap} members: ask with excludedAttributes=members, for a smaller count, or for one group by id.`,
    );
  }
  return type.name === 'Group' ? membersByGroup(memberships) : groupsByMember(memberships);
}

/** The resource with its detached values; without any, the attribute is unassigned. */
export function attach({ type }: Scope, stored: StoredResource, attached: Attached): StoredResource {
  const values = attached.get(String(stored.resource.id));
  if (!values) return stored;
  const name = type.name === 'Group' ? 'members' : 'groups';
  const resource: Resource = { ...stored.resource, [name]: values };
  return { ...stored, resource };
}

const membersByGroup = (memberships: readonly Membership[]): Attached =>
  grouped(memberships, ({ groupId, memberId, memberType }) => [
    groupId,
    { value: memberId, type: memberType },
  ]);

const groupsByMember = (memberships: readonly Membership[]): Attached =>
  grouped(memberships, ({ groupId, memberId }) => [memberId, { value: groupId, type: 'direct' }]);

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
