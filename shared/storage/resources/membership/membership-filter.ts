/**
 * Filters on attributes kept as memberships (`members eq "…"`, `groups[value eq "…"]`): answered by one query over
 * memberships, and put back as a condition on `id`.
 */

import { tooMany } from '../../../scim/error.ts';
import type { Condition } from '../../../scim/filter/condition.ts';
import { evaluate } from '../../../scim/filter/condition.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import { fix, say } from '../../../scim/text.ts';
import { all, either, has, mapLeaves, ofType } from '../../documents/conditions.ts';
import type { Partition } from '../partition/partition.ts';
import { visibleMemberships } from './memberships.ts';

/** Most memberships that a filter may select before it counts as too broad. */
const MAX_SELECTED = 20_000;

const always: Condition = { kind: 'and', terms: [] };
const never: Condition = { kind: 'or', terms: [] };

/** The same condition without attributes that are kept as memberships. */
export async function resolveMemberships(
  partition: Partition,
  type: ResourceType,
  condition: Condition,
): Promise<Condition> {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const terms = [];
      for (const term of condition.terms) terms.push(await resolveMemberships(partition, type, term));
      return { kind: condition.kind, terms };
    }
    case 'not':
      return { kind: 'not', term: await resolveMemberships(partition, type, condition.term) };
    case 'any':
    case 'present': {
      const [name] = condition.path;
      if (name === undefined || name !== type.relation?.attribute) return condition;
      return selected(partition, type, condition.kind === 'any' ? condition.where : always);
    }
    default:
      return condition;
  }
}

async function selected(partition: Partition, type: ResourceType, where: Condition): Promise<Condition> {
  const { memberships, unreadFrom } = await visibleMemberships(partition, {
    where: all(ofType('membership'), onMembership(type, where)),
    isEnough: (count) => count > MAX_SELECTED,
  });
  if (unreadFrom !== undefined || memberships.length > MAX_SELECTED) {
    throw tooMany(
      'too-many-members',
      say`The filter selects more than ${MAX_SELECTED} memberships: ${fix`narrow it, for example by id`}.`,
    );
  }
  const ids = [...memberships].map((one) => one[type.relation?.end ?? 'memberId']);
  return { kind: 'in', path: ['id'], values: [...new Set(ids)] };
}

/** A condition on an element of `members` or `groups` as one on a membership document. */
const onMembership = (type: ResourceType, condition: Condition): Condition =>
  mapLeaves(condition, (leaf) => {
    if (leaf.kind === 'any') return never;
    if (leaf.path[0] !== 'value') return onMemberType(type, leaf);
    return { ...leaf, path: [type.relation?.end === 'groupId' ? 'memberId' : 'groupId'] };
  });

/** `type` has few values: the condition is true of some of them. */
function onMemberType({ relation, memberTypes }: ResourceType, condition: Condition): Condition {
  if (relation?.end === 'memberId') return evaluate(condition, { type: 'direct' }) ? always : never;
  const types = memberTypes.filter((type) => evaluate(condition, { type: type.toLowerCase() }));
  return either(...types.map((type) => has('memberType', type)));
}
