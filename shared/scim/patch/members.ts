/** Operations on a detached attribute, folded into a MemberChange (RFC 7644 §3.5.2 without its values). */

import { invalidPath, mutability } from '../error.ts';
import type { Condition } from '../filter/condition.ts';
import type { OperationName } from '../messages/patch-op.ts';
import { isComplex, type Value } from '../resource/resource.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { field, fix, say } from '../text.ts';
import {
  addMembers,
  type Member,
  type MemberFold,
  removeMembers,
  removeMembersWhere,
  replaceMembers,
} from './member-change.ts';
import { elementsOf, type Target } from './target.ts';

/** `value` is undefined for a remove without a list, and when the client sent nothing to add. */
export function foldMembers(
  type: ResourceType,
  fold: MemberFold,
  op: OperationName,
  target: Target,
  value: Value | undefined,
): MemberFold {
  if (target.sub) {
    const instead =
      op === 'remove'
        ? fix`leave ".${target.sub.name}" out of the path to remove the member`
        : fix`remove it and add the other one`;
    throw mutability('member-immutable', say`${field(target.path)}: a member is immutable; ${instead}.`);
  }
  if (op === 'remove')
    return target.filter ? foldRemove(fold, target.filter) : removeListed(type, fold, value);
  if (target.filter) {
    throw invalidPath(
      'value-filter-not-possible',
      say`${field(target.path)}: ${op} takes the path "members", without a filter.`,
    );
  }
  const members = membersOf(type, value);
  return op === 'add' ? addMembers(fold, members) : replaceMembers(fold, members);
}

/** A type that members cannot have says nothing: their resources do. */
export const membersOf = ({ memberTypes }: ResourceType, value: Value | undefined): Member[] =>
  elementsOf(value).flatMap((element) => {
    if (!isComplex(element) || typeof element.value !== 'string') return [];
    const type = memberTypes.find((one) => one === element.type);
    return type === undefined ? { value: element.value } : { value: element.value, type };
  });

const removeListed = (type: ResourceType, fold: MemberFold, value: Value | undefined): MemberFold =>
  value === undefined
    ? replaceMembers(fold, [])
    : removeMembers(
        fold,
        membersOf(type, value).map((member) => member.value),
      );

/**
 * Whether an operation says by id which members it is about, or means the whole list: then it costs the same whatever the group
 * holds. Any other filter looks at every member.
 */
export const isByName = ({ filter }: Target): boolean => filter === undefined || idsOf(filter) !== undefined;

function foldRemove(fold: MemberFold, condition: Condition): MemberFold {
  const ids = idsOf(condition);
  return ids ? removeMembers(fold, ids) : removeMembersWhere(fold, condition);
}

/** The ids that `value eq "a" or value eq "b"` names; undefined for any other condition. */
function idsOf(condition: Condition): string[] | undefined {
  if (condition.kind === 'compare') {
    const { path, comparator, value } = condition;
    const byId = path.length === 1 && path[0] === 'value' && comparator === 'eq' && typeof value === 'string';
    return byId ? [value] : undefined;
  }
  if (condition.kind !== 'or') return undefined;
  const ids = condition.terms.map(idsOf);
  return ids.every((one) => one !== undefined) ? ids.flat() : undefined;
}
