/**
 * The net effect of operations on a detached multi-valued attribute (a group's members), folded without
 * knowing its values. The store applies it.
 */

import type { Condition } from '../filter/condition.ts';
import { evaluate } from '../filter/condition.ts';
import { fold } from '../resource/compare.ts';
import { comparisonsOf, requireWorkWithin } from './work.ts';

export interface Member {
  readonly value: string;
  /** Name of its resource type. */
  readonly type?: string;
}

/** Applied in this order: clear, removeWhere, remove, add. `remove` and `add` share no id. */
export interface MemberChange {
  readonly clear: boolean;
  readonly removeWhere: readonly Condition[];
  readonly remove: ReadonlySet<string>;
  readonly add: ReadonlyMap<string, Member>;
  /** How many of `removeWhere` came before the member was added, if any: the others concern it as well. */
  readonly removalsBefore: ReadonlyMap<string, number>;
}

/** A change while operations are folded into it: one object, because a PATCH may hold many of them. */
export interface MemberFold extends MemberChange {
  clear: boolean;
  readonly removeWhere: Condition[];
  readonly remove: Set<string>;
  readonly add: Map<string, Member>;
  readonly removalsBefore: Map<string, number>;
}

export const noMembersYet = (): MemberFold => ({
  clear: false,
  removeWhere: [],
  remove: new Set(),
  add: new Map(),
  removalsBefore: new Map(),
});

export const noMemberChange: MemberChange = noMembersYet();

export const changesMembers = (change: MemberChange): boolean =>
  change.clear || change.removeWhere.length > 0 || change.remove.size > 0 || change.add.size > 0;

export function addMembers(folded: MemberFold, members: readonly Member[]): MemberFold {
  for (const member of members) {
    const before = folded.add.get(member.value);
    folded.add.set(member.value, before ? { ...before, ...member } : member);
    folded.remove.delete(member.value);
    if (folded.removeWhere.length > 0) folded.removalsBefore.set(member.value, folded.removeWhere.length);
  }
  return folded;
}

export function removeMembers(folded: MemberFold, ids: readonly string[]): MemberFold {
  for (const id of ids) {
    folded.add.delete(id);
    folded.remove.add(id);
  }
  return folded;
}

/** Replaces the whole list, whatever was folded before. */
export function replaceMembers(folded: MemberFold, members: readonly Member[]): MemberFold {
  folded.clear = true;
  folded.removeWhere.length = 0;
  folded.remove.clear();
  folded.add.clear();
  folded.removalsBefore.clear();
  return addMembers(folded, members);
}

export function removeMembersWhere(folded: MemberFold, condition: Condition): MemberFold {
  folded.removeWhere.push(condition);
  return folded;
}

/**
 * Whether a member meets one of `conditions`, which are over its search keys (RFC 7643 §4.2).
 * @param from the first one that concerns it
 */
export function meetsAny(conditions: readonly Condition[], id: string, type: string, from = 0): boolean {
  const keys = { value: id, type: fold(type) };
  for (let index = from; index < conditions.length; index += 1) {
    const condition = conditions[index];
    if (condition && evaluate(condition, keys)) return true;
  }
  return false;
}

/**
 * Whether an added member goes again by a removal behind it; undefined when that depends on a type nobody named.
 * @param memberTypes that a member may have
 */
export function isRemovedAgain(
  change: MemberChange,
  member: Member,
  memberTypes: readonly string[],
): boolean | undefined {
  const before = change.removalsBefore.get(member.value) ?? 0;
  const types = member.type ? [member.type] : memberTypes;
  const [first, ...others] = types.map((type) => meetsAny(change.removeWhere, member.value, type, before));
  return others.every((verdict) => verdict === first) ? first : undefined;
}

/** The change without the added members that are known to go again. */
export function netMemberChange(change: MemberChange, memberTypes: readonly string[]): MemberChange {
  if (change.removeWhere.length === 0) return change;
  requireWorkWithin(comparisonsIn(change));
  const add = [...change.add].filter(([, member]) => isRemovedAgain(change, member, memberTypes) !== true);
  return { ...change, add: new Map(add) };
}

/** How many comparisons it takes to tell which of the added members go again. */
function comparisonsIn({ add, removeWhere, removalsBefore }: MemberChange): number {
  const behind = [0];
  for (const condition of removeWhere.toReversed()) {
    behind.push((behind.at(-1) ?? 0) + comparisonsOf(condition));
  }
  let sum = 0;
  for (const id of add.keys()) sum += behind[removeWhere.length - (removalsBefore.get(id) ?? 0)] ?? 0;
  return sum;
}
