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
import { membershipsOfGroup } from '../partition/documents.ts';
import type { Partition } from '../partition/partition.ts';
import { type Intent, mayChange } from './intent-documents.ts';
import { visibleMemberships } from './memberships.ts';

/** Most memberships that the terms of a filter may select, all together, before it counts as too broad. */
const MAX_SELECTED = 20_000;

const always: Condition = { kind: 'and', terms: [] };
const never: Condition = { kind: 'or', terms: [] };

/** What the terms of one filter share. */
interface Allowed {
  readonly most: number;
  /** Memberships that further terms may select. */
  left: number;
}

/** The same condition without attributes that are kept as memberships. @throws ScimError tooMany */
export const resolveMemberships = (
  partition: Partition,
  type: ResourceType,
  condition: Condition,
  most: number = MAX_SELECTED,
): Promise<Condition> => resolved(partition, type, condition, { most, left: most });

async function resolved(
  partition: Partition,
  type: ResourceType,
  condition: Condition,
  allowed: Allowed,
): Promise<Condition> {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const terms = [];
      for (const term of condition.terms) terms.push(await resolved(partition, type, term, allowed));
      return { kind: condition.kind, terms };
    }
    case 'not':
      return { kind: 'not', term: await resolved(partition, type, condition.term, allowed) };
    case 'any':
    case 'present': {
      const [name] = condition.path;
      if (name === undefined || name !== type.relation?.attribute) return condition;
      return selected(partition, type, condition.kind === 'any' ? condition.where : always, allowed);
    }
    default:
      return condition;
  }
}

async function selected(
  partition: Partition,
  type: ResourceType,
  where: Condition,
  allowed: Allowed,
): Promise<Condition> {
  const onMemberships = onMembership(type, where);
  const inOrder = ofOneGroup(onMemberships);
  const { memberships, unreadFrom } = await visibleMemberships(partition, {
    where: all(ofType('membership'), onMemberships),
    ...(inOrder && { inOrder }),
    concerns: (intent) => mayDecide(intent, onMemberships),
    isEnough: (count) => count > allowed.left,
  });
  allowed.left -= memberships.length;
  if (unreadFrom !== undefined || allowed.left < 0) {
    throw tooMany(
      'too-many-members',
      say`The filter selects more than ${allowed.most} memberships: ${fix`narrow it, for example by id`}.`,
    );
  }
  const ids = [...memberships].map((one) => one[type.relation?.end ?? 'memberId']);
  return { kind: 'in', path: ['id'], values: [...new Set(ids)] };
}

/** Whether what the condition selects may depend on the unfinished change: another may take minutes. */
function mayDecide(intent: Intent, where: Condition): boolean {
  if (where.kind === 'and') return where.terms.every((term) => mayDecide(intent, term));
  if (where.kind === 'or') return where.terms.some((term) => mayDecide(intent, term));
  if (where.kind !== 'compare' || where.comparator !== 'eq') return true;
  if (where.path[0] === 'groupId') return intent.groupId === where.value;
  return where.path[0] !== 'memberId' || mayChange(intent, String(where.value));
}

/** Those of a group lie side by side, in order of id. */
const ofOneGroup = (where: Condition) =>
  where.kind === 'compare' && where.path[0] === 'groupId' && where.comparator === 'eq'
    ? membershipsOfGroup(String(where.value))
    : undefined;

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
