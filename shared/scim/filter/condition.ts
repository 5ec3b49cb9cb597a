/**
 * A filter bound to a resource type: every name resolved, every literal in comparable form (fold, instant,
 * number; see ../resource/compare.ts), multi-valued attributes made explicit. Evaluated in memory over
 * search keys (search-keys.ts), and compiled to SQL by each store.
 */

/** Names from the root, as spelled in the schema; relative to the element inside `any`; empty = the element. */
export type KeyPath = readonly string[];

export type Comparable = string | number | boolean;

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
