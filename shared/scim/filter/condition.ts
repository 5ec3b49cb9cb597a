/**
 * This room owns filters and paths: their text (parse.ts), what it means for a resource type (bind.ts, bind-path.ts), and the
 * search keys that it is asked of (search-keys.ts). It never changes a resource, and knows no store and no query language.
 *
 * A filter bound to a resource type: every name resolved, every literal in comparable form (fold, instant,
 * number; see ../resource/compare.ts), multi-valued attributes made explicit. Evaluated in memory over
 * search keys (search-keys.ts), and compiled to SQL by each store.
 */

import { isObject, type Json } from '../json.ts';
import { type Comparable, compareText } from '../resource/compare.ts';

/** Names from the root, as spelled in the schema; relative to the element inside `any`; empty = the element. */
export type KeyPath = readonly string[];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  /** Has a value. */
  | { readonly kind: 'present'; readonly path: KeyPath }
  /** False on an absent value and on a value of another type than `value`. */
  | {
      readonly kind: 'compare';
      readonly path: KeyPath;
      readonly comparator: 'eq' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
      readonly value: Comparable;
    }
  /** Some element of the array at `path` meets `where`. */
  | { readonly kind: 'any'; readonly path: KeyPath; readonly where: Condition }
  /** The string at `path` is one of `values`. */
  | { readonly kind: 'in'; readonly path: KeyPath; readonly values: readonly string[] };

/** A condition that compares something by itself. */
export type Comparing = Exclude<Condition, { readonly kind: 'and' | 'or' | 'not' | 'any' }>;

/** The sum over all that compare something in the condition, also in elements. */
export function totalOf(condition: Condition, weigh: (one: Comparing) => number): number {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.reduce((sum, term) => sum + totalOf(term, weigh), 0);
    case 'not':
      return totalOf(condition.term, weigh);
    case 'any':
      return totalOf(condition.where, weigh);
    default:
      return weigh(condition);
  }
}

/**
 * RFC 7644 §3.4.2.2: whether search keys meet a condition. Every store has to reproduce this meaning.
 * @param keys search keys of a resource, or of one element when the condition is that of a PATCH path
 */
export function evaluate(condition: Condition, keys: Json): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.terms.every((term) => evaluate(term, keys));
    case 'or':
      return condition.terms.some((term) => evaluate(term, keys));
    case 'not':
      return !evaluate(condition.term, keys);
    case 'present':
      return isPresent(keyAt(keys, condition.path));
    case 'compare':
      return holds(condition.comparator, keyAt(keys, condition.path), condition.value);
    case 'any': {
      const elements = keyAt(keys, condition.path);
      return Array.isArray(elements) && elements.some((element) => evaluate(condition.where, element));
    }
    case 'in': {
      const key = keyAt(keys, condition.path);
      return typeof key === 'string' && condition.values.includes(key);
    }
  }
}

function keyAt(keys: Json, path: KeyPath): Json | undefined {
  let key: Json | undefined = keys;
  for (const name of path) {
    key = isObject(key) && Object.hasOwn(key, name) ? key[name] : undefined;
  }
  return key;
}

const isPresent = (key: Json | undefined): boolean =>
  key !== undefined && key !== null && (typeof key !== 'object' || Object.keys(key).length > 0);

type BoundComparator = Extract<Condition, { kind: 'compare' }>['comparator'];

function holds(comparator: BoundComparator, key: Json | undefined, value: Comparable): boolean {
  switch (comparator) {
    case 'co':
      return bothText(key, value, (a, b) => a.includes(b));
    case 'sw':
      return bothText(key, value, (a, b) => a.startsWith(b));
    case 'ew':
      return bothText(key, value, (a, b) => a.endsWith(b));
    default: {
      const order = orderOf(key, value);
      return order !== undefined && inOrder(comparator, order);
    }
  }
}

const bothText = (
  key: Json | undefined,
  value: Comparable,
  test: (a: string, b: string) => boolean,
): boolean => typeof key === 'string' && typeof value === 'string' && test(key, value);

/** Undefined when the two are of different types: then no comparison holds. */
function orderOf(key: Json | undefined, value: Comparable): number | undefined {
  if (typeof key === 'string' && typeof value === 'string') return compareText(key, value);
  if (typeof key === 'number' && typeof value === 'number') return key - value;
  return typeof key === 'boolean' && typeof value === 'boolean' ? Number(key) - Number(value) : undefined;
}

function inOrder(comparator: 'eq' | 'gt' | 'ge' | 'lt' | 'le', order: number): boolean {
  switch (comparator) {
    case 'eq':
      return order === 0;
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}
