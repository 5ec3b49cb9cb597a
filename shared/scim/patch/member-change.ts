/**
 * The net effect of operations on a detached multi-valued attribute (a group's members), folded without
 * knowing its values. The store applies it.
 */

import type { Condition } from '../filter/condition.ts';

export interface Member {
  readonly value: string;
  readonly type?: 'User' | 'Group';
}

/** Applied in this order: clear, removeWhere, remove, add. `remove` and `add` share no id. */
export interface MemberChange {
  readonly clear: boolean;
  readonly removeWhere: readonly Condition[];
  readonly remove: ReadonlySet<string>;
  readonly add: ReadonlyMap<string, Member>;
}

/** A change while operations are folded into it: one object, because a PATCH may hold many of them. */
export interface MemberFold extends MemberChange {
  clear: boolean;
  readonly removeWhere: Condition[];
  readonly remove: Set<string>;
  readonly add: Map<string, Member>;
}

export const noMembersYet = (): MemberFold => ({
  clear: false,
  removeWhere: [],
  remove: new Set(),
  add: new Map(),
});

export const noMemberChange: MemberChange = noMembersYet();

export const changesMembers = (change: MemberChange): boolean =>
  change.clear || change.removeWhere.length > 0 || change.remove.size > 0 || change.add.size > 0;

export function addMembers(fold: MemberFold, members: readonly Member[]): MemberFold {
  for (const member of members) {
    fold.add.set(member.value, member);
    fold.remove.delete(member.value);
  }
  return fold;
}

export function removeMembers(fold: MemberFold, ids: readonly string[]): MemberFold {
  for (const id of ids) {
    fold.add.delete(id);
    fold.remove.add(id);
  }
  return fold;
}

/** Replaces the whole list, whatever was folded before. */
export function replaceMembers(fold: MemberFold, members: readonly Member[]): MemberFold {
  fold.clear = true;
  fold.removeWhere.length = 0;
  fold.remove.clear();
  fold.add.clear();
  return addMembers(fold, members);
}

/** `matches` is `condition` evaluated on a member that this change adds. */
export function removeMembersWhere(
  fold: MemberFold,
  condition: Condition,
  matches: (member: Member) => boolean,
): MemberFold {
  for (const member of fold.add.values()) if (matches(member)) fold.add.delete(member.value);
  fold.removeWhere.push(condition);
  return fold;
}
