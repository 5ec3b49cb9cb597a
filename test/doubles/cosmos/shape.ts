/**
 * The shape of a query: its SQL without the partition, type guards and values, with `{filter}` for what a client asks of
 * the search keys, or of memberships beyond an equality. Queries of one shape cost alike; docs/cosmos.md has a table of them.
 */

import { isOfPartition, isTypeGuard } from './index-use.ts';
import type { ParsedQuery } from './query.ts';
import type { Expression } from './sql-ast.ts';
import type { Parameters } from './sql-evaluator.ts';

const FILTER = '{filter}';

export function shapeOf({ query, parameters }: ParsedQuery): string {
  const where = conjuncts(query.where).flatMap((term) => textOf(term, parameters));
  const terms = withOneFilter(where);
  const from = `FROM c${terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`}`;
  if (query.kind === 'count') return `SELECT VALUE COUNT(1) ${from}`;
  const order = query.isOrdered ? ` ORDER BY c["id"]${query.isDescending ? ' DESC' : ''}` : '';
  if (query.limit === undefined) return `SELECT * ${from}${order}`;
  return query.offset === undefined
    ? `SELECT TOP n * ${from}${order}`
    : `SELECT * ${from}${order} OFFSET n LIMIT n`;
}

function withOneFilter(terms: readonly string[]): readonly string[] {
  const others = terms.filter((text) => text !== FILTER);
  return others.length < terms.length ? [...others, FILTER] : others;
}

const conjuncts = (where: Expression): Expression[] =>
  where.kind === 'and' ? [...conjuncts(where.left), ...conjuncts(where.right)] : [where];

const textOf = (term: Expression, parameters: Parameters): string[] => {
  if (isOfPartition(term) || isTypeGuard(term) || isTrue(term)) return [];
  return isFilter(term) ? [FILTER] : [text(term, parameters)];
};

const isTrue = (term: Expression): boolean => term.kind === 'literal' && term.value === true;

/** The adapter itself never negates, searches no text, and asks for no type of members. */
const isFilter = (term: Expression): boolean =>
  asksKeys(term) ||
  term.kind === 'not' ||
  (term.kind === 'compare' && term.left.kind === 'path' && term.left.names[0] === 'memberType') ||
  (term.kind === 'call' && ['CONTAINS', 'ENDSWITH', 'STARTSWITH'].includes(term.name));

function asksKeys(term: Expression): boolean {
  switch (term.kind) {
    case 'path':
      return term.names[0] === 'k';
    case 'and':
    case 'or':
    case 'compare':
      return asksKeys(term.left) || asksKeys(term.right);
    case 'not':
      return asksKeys(term.term);
    case 'call':
      return term.values.some(asksKeys);
    case 'exists':
      return asksKeys(term.source);
    default:
      return false;
  }
}

function text(term: Expression, parameters: Parameters): string {
  const inner = (one: Expression) => text(one, parameters);
  switch (term.kind) {
    case 'literal':
      return JSON.stringify(term.value);
    case 'parameter':
      return '@';
    case 'path':
      return term.alias + term.names.map((name) => `[${JSON.stringify(name)}]`).join('');
    case 'not':
      return `NOT ${inner(term.term)}`;
    case 'and':
      return withOneFilter(conjuncts(term).flatMap((one) => textOf(one, parameters))).join(' AND ');
    case 'or':
      return `(${inner(term.left)} OR ${inner(term.right)})`;
    case 'compare':
      return `${inner(term.left)} ${term.operator} ${wordOf(term.left, term.right, parameters) ?? inner(term.right)}`;
    case 'call':
      return listOf(term, inner) ?? `${term.name}(${term.values.map(inner).join(', ')})`;
    case 'exists':
      return `EXISTS(${inner(term.source)}: ${inner(term.where)})`;
  }
}

function listOf(
  { name, values }: Extract<Expression, { kind: 'call' }>,
  inner: (one: Expression) => string,
): string | undefined {
  const [first] = values;
  return name === 'IN' && first ? `${inner(first)} IN (@)` : undefined;
}

/** What belongs to the data model belongs to the shape: a type, a marker, the beginning of an id. */
function wordOf(left: Expression, right: Expression, parameters: Parameters): string | undefined {
  const value = right.kind === 'parameter' ? parameters.get(right.name) : undefined;
  const isType = left.kind === 'path' && left.names.join() === 'type';
  const isPrefix = typeof value === 'string' && /^[a-z][./]$/.test(value);
  return isType || isPrefix || typeof value === 'boolean' ? JSON.stringify(value) : undefined;
}
