/**
 * What a member change does to a group as it is now. Members are never read to change members: those that the change
 * names are looked up, whatever the size of the group. Only a change that clears or filters reads the list.
 */

import type { MembersEffect } from '../../../protocol/resource-store.ts';
import { invalidValue, tooMany } from '../../../scim/error.ts';
import { isId } from '../../../scim/id.ts';
import {
  isRemovedAgain,
  type Member,
  type MemberChange,
  meetsAny,
  netMemberChange,
} from '../../../scim/patch/member-change.ts';
import { field, fix, say } from '../../../scim/text.ts';
import { type Membership, membershipId, membershipOf, membershipsOfGroup } from '../partition/documents.ts';
import type { Partition } from '../partition/partition.ts';
import { existingMembers, noSuchMember } from './member-guards.ts';

export interface MemberEffect {
  readonly add: readonly Member[];
  /** Ids of members. */
  readonly remove: readonly string[];
  /**
   * True when it holds for this version of the group only: it depends on the whole list, or on a named member being
   * there, or not, already. Writing the rest proves itself: its batch fails where a read was stale.
   */
  readonly exact: boolean;
  /** Everything but `add` goes: a large change need not name it. */
  readonly clear: boolean;
  /** How many members there were, where all were looked at. */
  readonly before?: number;
}

export const noEffect: MemberEffect = { add: [], remove: [], exact: false, clear: false };

/** Most members that one change may remove by a filter other than by id. */
const MAX_FILTERED = 20_000;

export async function memberEffect(
  partition: Partition,
  groupId: string,
  change: MemberChange,
): Promise<MemberEffect> {
  if (change.add.has(groupId)) {
    throw invalidValue('member-of-itself', say`${field('members')}: a group cannot be a member of itself.`);
  }
  const malformed = [...change.add.keys()].filter((id) => !isId(id));
  if (malformed.length > 0) throw noSuchMember(malformed);
  const whole = change.clear || change.removeWhere.length > 0;
  const present = whole
    ? (await partition.scan(membershipsOfGroup(groupId))).map(membershipOf)
    : await membershipsAmong(partition, groupId, [...change.add.keys(), ...change.remove]);
  const ids = new Set(present.map((membership) => membership.memberId));
  const remove = present.filter((one) => isRemoved(change, one)).map((membership) => membership.memberId);
  if (!change.clear && whole && remove.length > MAX_FILTERED) {
    throw tooMany(
      'too-many-members',
      say`${field('members')}: the filter selects more than ${MAX_FILTERED} members; ${fix`remove fewer at once`}.`,
    );
  }
  const add = [...change.add.values()].filter((member) => !ids.has(member.value));
  const unaffected = change.add.size + change.remove.size > add.length + remove.length;
  return {
    add,
    remove,
    exact: whole || unaffected,
    clear: change.clear,
    ...(whole ? { before: present.length } : {}),
  };
}

/**
 * The change with the types looked up on which it depends whether an added member goes again by a removal behind it.
 */
export async function withMemberTypes(
  partition: Partition,
  change: MemberChange,
  memberTypes: readonly string[],
): Promise<MemberChange> {
  if (change.removeWhere.length === 0) return change;
  const open = [...change.add.values()].filter(
    (member) => isRemovedAgain(change, member, memberTypes) === undefined,
  );
  if (open.length === 0) return change;
  const members = await existingMembers(partition, open, memberTypes);
  const add = new Map([...change.add, ...members.map((member) => [member.value, member] as const)]);
  return netMemberChange({ ...change, add }, memberTypes);
}

export const effectCounts = ({ add, remove, before }: MemberEffect): MembersEffect => ({
  added: add.length,
  removed: remove.length,
  ...(before === undefined ? {} : { before }),
});

export const hasEffect = ({ add, remove }: MemberEffect): boolean => add.length > 0 || remove.length > 0;

function isRemoved(change: MemberChange, { memberId, memberType }: Membership): boolean {
  if (change.add.has(memberId)) return false;
  return change.clear || change.remove.has(memberId) || meetsAny(change.removeWhere, memberId, memberType);
}

/** The group's memberships of those members; what is not an id is a member of nothing. */
export async function membershipsAmong(
  partition: Partition,
  groupId: string,
  memberIds: readonly string[],
): Promise<Membership[]> {
  const ids = memberIds.filter(isId).map((memberId) => membershipId(groupId, memberId));
  return (await partition.readMany(ids)).map(membershipOf);
}
