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

export const noMemberChange: MemberChange = {
  clear: false,
  removeWhere: [],
  remove: new Set(),
  add: new Map(),
};

export const changesMembers = (change: MemberChange): boolean =>
  change.clear || change.removeWhere.length > 0 || change.remove.size > 0 || change.add.size > 0;

export function addMembers(change: MemberChange, members: readonly Member[]): MemberChange {
  const add = new Map(change.add);
  const remove = new Set(change.remove);
  for (const member of members) {
    add.set(member.value, member);
    remove.delete(member.value);
  }
  return { ...change, add, remove };
}

export function removeMembers(change: MemberChange, ids: readonly string[]): MemberChange {
  const add = new Map(change.add);
  const remove = new Set(change.remove);
  for (const id of ids) {
    add.delete(id);
    remove.add(id);
  }
  return { ...change, add, remove };
}

/** Replaces the whole list. */
export const replaceMembers = (members: readonly Member[]): MemberChange =>
  addMembers({ ...noMemberChange, clear: true }, members);

/** `matches` is `condition` evaluated on a member that this change adds. */
export function removeMembersWhere(
  change: MemberChange,
  condition: Condition,
  matches: (member: Member) => boolean,
): MemberChange {
  const add = new Map([...change.add].filter(([, member]) => !matches(member)));
  return { ...change, add, removeWhere: [...change.removeWhere, condition] };
}
