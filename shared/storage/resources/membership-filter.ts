/**
 * Filters on detached attributes (`members eq "…"`, `groups[value eq "…"]`): answered by one query over
 * memberships, and put back as a condition on `id`.
 */

import type { Scope } from '../../protocol/resource-store.ts';
import { tooMany } from '../../scim/error.ts';
import type { Condition, KeyPath } from '../../scim/filter/condition.ts';
import { evaluate } from '../../scim/filter/condition.ts';
import { fix, say } from '../../scim/text.ts';
import { all, either, has, mapLeaves } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { visibleMemberships } from './memberships.ts';

/** Most memberships that a filter may select before it counts as too broad. */
const MAX_SELECTED = 20_000;

const anything: Condition = { kind: 'and', terms: [] };
const nothing: Condition = { kind: 'or', terms: [] };

/** The same condition without detached attributes. */
export async function resolveMemberships(
  context: StoreContext,
  scope: Scope,
  condition: Condition,
): Promise<Condition> {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const terms = [];
      for (const term of condition.terms) terms.push(await resolveMemberships(context, scope, term));
      return { kind: condition.kind, terms };
    }
    case 'not':
      return { kind: 'not', term: await resolveMemberships(context, scope, condition.term) };
    case 'any':
      return isDetached(scope, condition.path) ? selected(context, scope, condition.where) : condition;
    case 'present':
      return isDetached(scope, condition.path) ? selected(context, scope, anything) : condition;
    default:
      return condition;
  }
}

const isDetached = ({ type }: Scope, [name]: KeyPath): boolean =>
  name !== undefined && name === type.relation?.attribute;

async function selected(context: StoreContext, scope: Scope, where: Condition): Promise<Condition> {
  const { memberships, unreadFrom } = await visibleMemberships(context, scope.account, {
    where: all(has('type', 'membership'), overDocument(scope, where)),
    isEnough: (count) => count > MAX_SELECTED,
  });
  if (unreadFrom !== undefined || memberships.length > MAX_SELECTED) {
    throw tooMany(
      'too-many-members',
      say`The filter selects more than ${MAX_SELECTED} memberships: ${fix`narrow it, for example by id`}.`,
    );
  }
  const ids = memberships.map((one) => one[scope.type.relation?.end ?? 'memberId']);
  return { kind: 'in', path: ['id'], values: [...new Set(ids)] };
}

/** A condition on an element of `members` or `groups` as one on a membership document. */
const overDocument = (scope: Scope, condition: Condition): Condition =>
  mapLeaves(condition, (leaf) => {
    if (leaf.kind === 'any') return nothing;
    if (leaf.path[0] !== 'value') return onType(scope, leaf);
    return { ...leaf, path: [scope.type.relation?.end === 'groupId' ? 'memberId' : 'groupId'] };
  });

/** `type` has few values: the condition is true of some of them. */
function onType(scope: Scope, condition: Condition): Condition {
  const { relation, memberTypes } = scope.type;
  if (relation?.end === 'memberId') return evaluate(condition, { type: 'direct' }) ? anything : nothing;
  const types = memberTypes.filter((type) => evaluate(condition, { type: type.toLowerCase() }));
  return either(...types.map((type) => has('memberType', type)));
}
