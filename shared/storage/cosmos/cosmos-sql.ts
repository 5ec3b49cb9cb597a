/**
 * The only SQL that is sent: a page in order of id, all that a condition selects in no order, and a count; always inside
 * one partition, all values as parameters. An ORDER BY on the id is answered by the index of ids alone, so a page in order
 * is read along a range of ids; whatever a filter selects is read without an order (docs/decisions/0028).
 * Cosmos knows a third truth value (undefined), so below a NOT every leaf asks for the type first: then NOT turns false
 * into true. Elsewhere it does not, because undefined selects nothing and a bare comparison is what an index answers.
 */

import type { SqlParameter, SqlQuerySpec } from '@azure/cosmos';
import type { Condition, KeyPath } from '../../scim/filter/condition.ts';
import type { Comparable } from '../../scim/resource/compare.ts';
import {
  type Bind,
  type Comparison,
  conditionSql,
  SQL_OPERATORS,
  type SqlDialect,
} from '../documents/condition-sql.ts';
import type { DocumentQuery } from '../documents/document-store.ts';
import { boundsOf } from '../documents/prefixes.ts';

export type CosmosBind = Bind<Comparable>;

export function pageSpec(
  partition: string,
  { where, offset = 0, limit, ...ids }: DocumentQuery,
): SqlQuerySpec {
  return querySpec((bind) => {
    const selected = inPartition(partition, where, bind);
    const range = boundsOf(ids).map(([operator, id]) => ` AND c["id"] ${operator} ${bind(id)}`);
    const conditions = `${selected}${range.join('')} ORDER BY c["id"] ${ids.descending ? 'DESC' : 'ASC'}`;
    return offset > 0
      ? `SELECT * FROM c WHERE ${conditions} OFFSET ${bind(offset)} LIMIT ${bind(limit)}`
      : `SELECT TOP ${bind(limit)} * FROM c WHERE ${conditions}`;
  });
}

/** All documents that the condition selects, in no order. */
export const selectionSpec = (partition: string, where: Condition): SqlQuerySpec =>
  querySpec((bind) => `SELECT * FROM c WHERE ${inPartition(partition, where, bind)}`);

/** Whether every document, or every one of a type, is wanted: what is read in order of id is then what is wanted. */
export const isWalk = (where: Condition): boolean =>
  where.kind === 'and'
    ? where.terms.every(isWalk)
    : where.kind === 'compare' && where.comparator === 'eq' && where.path.join() === 'type';

export const countSpec = (partition: string, where: Condition): SqlQuerySpec =>
  querySpec((bind) => `SELECT VALUE COUNT(1) FROM c WHERE ${inPartition(partition, where, bind)}`);

/** The partition in the text as well: an emulator may ignore the partition key header. */
const inPartition = (partition: string, where: Condition, bind: CosmosBind): string =>
  `c["partitionKey"] = ${bind(partition)} AND ${cosmosCondition(where, 'c', bind)}`;

function querySpec(text: (bind: CosmosBind) => string): SqlQuerySpec {
  const parameters: SqlParameter[] = [];
  const bind: CosmosBind = (value) => {
    const name = `@p${parameters.length}`;
    parameters.push({ name, value });
    return name;
  };
  return { query: text(bind), parameters };
}

/** `root` is the alias that paths start at. */
export const cosmosCondition = (condition: Condition, root: string, bind: CosmosBind): string =>
  conditionSql(condition, cosmosDialect(bind), (path) => valueAt(root, path));

const cosmosDialect = (bind: CosmosBind): SqlDialect<string> => ({
  ...dialectOf(bind, unguarded),
  belowNot: dialectOf(bind, guarded),
});

const dialectOf = (bind: CosmosBind, leaf: Leaf): SqlDialect<string> => ({
  always: 'true',
  never: 'false',
  not: (term) => `(NOT ${term})`,
  present: (value) => `IS_DEFINED(${value})`,
  compare: (value, comparison) => cosmosComparison(value, comparison, bind, leaf),
  oneOf: (value, texts) =>
    texts.length === 0 ? 'false' : leaf('string', value, `${value} IN (${texts.map(bind).join(', ')})`),
  some: (array, element, where) =>
    `EXISTS(SELECT VALUE ${element} FROM ${element} IN ${array} WHERE ${where})`,
  inElement: valueAt,
});

const TYPE_CHECKS = { string: 'IS_STRING', number: 'IS_NUMBER', boolean: 'IS_BOOL' };

/** A term that compares `value` with something of that type. */
type Leaf = (type: keyof typeof TYPE_CHECKS, value: string, term: string) => string;

/** Undefined where the value is absent or of another type, which selects no more than false does. */
const unguarded: Leaf = (_type, _value, term) => term;

/** False there, so that NOT makes it true. */
const guarded: Leaf = (type, value, term) => `(${TYPE_CHECKS[type]}(${value}) AND ${term})`;

const FUNCTIONS = { co: 'CONTAINS', sw: 'STARTSWITH', ew: 'ENDSWITH' };

function cosmosComparison(
  key: string,
  { comparator, value }: Comparison,
  bind: CosmosBind,
  leaf: Leaf,
): string {
  const type = typeof value as keyof typeof TYPE_CHECKS;
  if (comparator !== 'co' && comparator !== 'sw' && comparator !== 'ew')
    return leaf(type, key, `${key} ${SQL_OPERATORS[comparator]} ${bind(value)}`);
  return type === 'string' ? leaf(type, key, `${FUNCTIONS[comparator]}(${key}, ${bind(value)})`) : 'false';
}

/** JSON strings are Cosmos SQL strings. */
function valueAt(alias: string, path: KeyPath): string {
  return alias + path.map((name) => `[${JSON.stringify(name)}]`).join('');
}
