/**
 * What of a WHERE clause the index answers, as Microsoft documents it ("Index usage" in "Indexing in Azure Cosmos DB"):
 * equality, ranges, IN and prefixes seek; CONTAINS and ENDSWITH scan the values of their property; a negation, or a list
 * of the query's own that is searched (ARRAY_CONTAINS over a parameter), is asked of documents that are loaded.
 */

import containers from '../../../shared/storage/cosmos/containers.json' with { type: 'json' };
import type { Expression } from './sql-ast.ts';

type Path = Extract<Expression, { kind: 'path' }>;
type Leaf = Exclude<Expression, { kind: 'and' | 'or' | 'not' }>;

/** What the index selects: every document that meets the clause, and others where it is not `exact`. */
export interface IndexUse {
  /** Undefined: every document of the partition. */
  readonly where: Expression | undefined;
  readonly exact: boolean;
}

/** @param serves whether the index answers this leaf */
export function indexUse(where: Expression, serves: (leaf: Leaf) => boolean): IndexUse {
  switch (where.kind) {
    case 'and': {
      const [left, right] = [indexUse(where.left, serves), indexUse(where.right, serves)];
      return { where: both(left.where, right.where), exact: left.exact && right.exact };
    }
    case 'or': {
      const [left, right] = [indexUse(where.left, serves), indexUse(where.right, serves)];
      const restricts = left.where !== undefined && right.where !== undefined;
      return restricts
        ? { where: { kind: 'or', left: left.where, right: right.where }, exact: left.exact && right.exact }
        : { where: undefined, exact: false };
    }
    case 'not':
      return { where: undefined, exact: false };
    default:
      return leafUse(where, serves);
  }
}

function leafUse(leaf: Leaf, serves: (leaf: Leaf) => boolean): IndexUse {
  if (leaf.kind === 'literal' && leaf.value === true) return { where: undefined, exact: true };
  // The index knows the types of its values.
  if (isTypeGuard(leaf) || isOfPartition(leaf)) return { where: undefined, exact: true };
  return serves(leaf) ? { where: leaf, exact: true } : { where: undefined, exact: false };
}

const both = (left: Expression | undefined, right: Expression | undefined): Expression | undefined =>
  left && right ? { kind: 'and', left, right } : (left ?? right);

export const isTypeGuard = (leaf: Expression): boolean =>
  leaf.kind === 'call' && ['IS_STRING', 'IS_NUMBER', 'IS_BOOL'].includes(leaf.name);

export const isOfPartition = (leaf: Expression): boolean =>
  leaf.kind === 'compare' && leaf.left.kind === 'path' && leaf.left.names.join() === 'partitionKey';

const SEEKING = ['IS_DEFINED', 'STARTSWITH', 'IN'];
const SCANNING = ['CONTAINS', 'ENDSWITH'];

/** A leaf that finds its values in the index without looking at others. */
export const seeks = (isIndexed: (path: Path) => boolean) => (leaf: Leaf) =>
  usesIndex(leaf, SEEKING, isIndexed);

/** The same, and a leaf for which the index has the values, each of which is looked at. */
export const scans = (isIndexed: (path: Path) => boolean) => (leaf: Leaf) =>
  usesIndex(leaf, [...SEEKING, ...SCANNING], isIndexed);

function usesIndex(leaf: Leaf, functions: readonly string[], isIndexed: (path: Path) => boolean): boolean {
  switch (leaf.kind) {
    case 'literal':
      return leaf.value === false;
    case 'compare':
      return leaf.left.kind === 'path' && isIndexed(leaf.left) && leaf.right.kind !== 'path';
    case 'call': {
      const [first] = leaf.values;
      return functions.includes(leaf.name) && first?.kind === 'path' && isIndexed(first);
    }
    case 'exists':
      // An element of an indexed array is indexed as well.
      return (
        leaf.source.kind === 'path' &&
        isIndexed(leaf.source) &&
        indexUse(leaf.where, (inner) => usesIndex(inner, functions, () => true)).exact
      );
    default:
      return false;
  }
}

export const isId = ({ alias, names }: Path): boolean => alias === 'c' && names.join() === 'id';

/** By containers.json; `id` is indexed in any case. */
export function isIndexedIn(container: string): (path: Path) => boolean {
  const included = includedPaths(container);
  return (path) => isId(path) || (path.alias === 'c' && included.some((one) => covers(one, path.names)));
}

export function includedPaths(container: string): readonly string[] {
  const described = Object.entries(containers).find(([name]) => name === container)?.[1];
  return described?.indexingPolicy.includedPaths.map(({ path }) => path) ?? ['/*'];
}

/** `/k/*` covers what is below `k`, `/type/?` one property. */
export const covers = (included: string, names: readonly string[]): boolean =>
  included.endsWith('/*')
    ? `/${names.join('/')}/`.startsWith(included.slice(0, -1))
    : included === `/${names.join('/')}/?`;
