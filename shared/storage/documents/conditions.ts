/** Conditions over documents, for the queries that the rooms of storage send. */

import type { Condition } from '../../scim/filter/condition.ts';

/** What is left of a condition where a prefix says it all. */
export const everything: Condition = { kind: 'and', terms: [] };

export const all = (...terms: readonly Condition[]): Condition => ({ kind: 'and', terms });
export const either = (...terms: readonly Condition[]): Condition => ({ kind: 'or', terms });

export const has = (property: string, value: string | boolean): Condition => ({
  kind: 'compare',
  path: [property],
  comparator: 'eq',
  value,
});

export const ofType = (type: string): Condition => has('type', type);

export const oneOf = (property: string, values: readonly string[]): Condition =>
  values.length === 1 && values[0] !== undefined
    ? has(property, values[0])
    : { kind: 'in', path: [property], values };

/** Whether no document can meet it: where a list that it asks for is empty. False where only the store can tell. */
export function selectsNothing(condition: Condition): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.terms.some(selectsNothing);
    case 'or':
      return condition.terms.every(selectsNothing);
    case 'in':
      return condition.values.length === 0;
    default:
      return false;
  }
}

/** A condition that compares something by itself: neither `and`, `or` nor `not`. */
export type Leaf = Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;

/** The same condition with every leaf replaced. */
export function mapLeaves(condition: Condition, replace: (leaf: Leaf) => Condition): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, terms: condition.terms.map((term) => mapLeaves(term, replace)) };
    case 'not':
      return { kind: 'not', term: mapLeaves(condition.term, replace) };
    default:
      return replace(condition);
  }
}
