/**
 * The only SQL that is sent: a page in order of id, and a count; always inside one partition, all values as parameters.
 * Cosmos knows a third truth value (undefined), so every leaf asks for the type first: then NOT turns false into true.
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

export type CosmosBind = Bind<Comparable | readonly string[]>;

export function pageSpec(
  partition: string,
  { where, after, offset = 0, limit }: DocumentQuery,
): SqlQuerySpec {
  return querySpec((bind) => {
    const rest = after === undefined ? '' : ` AND c["id"] > ${bind(after)}`;
    const conditions = `${inPartition(partition, where, bind)}${rest} ORDER BY c["id"] ASC`;
    return offset > 0
      ? `SELECT * FROM c WHERE ${conditions} OFFSET ${bind(offset)} LIMIT ${bind(limit)}`
      : `SELECT TOP ${bind(limit)} * FROM c WHERE ${conditions}`;
  });
}

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
  always: 'true',
  never: 'false',
  not: (term) => `(NOT ${term})`,
  present: (value) => `IS_DEFINED(${value})`,
  compare: (value, comparison) => cosmosComparison(value, comparison, bind),
  oneOf: (value, texts) => `(IS_STRING(${value}) AND ARRAY_CONTAINS(${bind(texts)}, ${value}))`,
  some: (array, element, where) =>
    `EXISTS(SELECT VALUE ${element} FROM ${element} IN ${array} WHERE ${where})`,
  inElement: valueAt,
});

const FUNCTIONS = { co: 'CONTAINS', sw: 'STARTSWITH', ew: 'ENDSWITH' };
const TYPE_CHECKS = { string: 'IS_STRING', number: 'IS_NUMBER', boolean: 'IS_BOOL' };

function cosmosComparison(key: string, { comparator, value }: Comparison, bind: CosmosBind): string {
  const type = typeof value as keyof typeof TYPE_CHECKS;
  const isType = `${TYPE_CHECKS[type]}(${key})`;
  if (comparator !== 'co' && comparator !== 'sw' && comparator !== 'ew') {
    return `(${isType} AND ${key} ${SQL_OPERATORS[comparator]} ${bind(value)})`;
  }
  return type === 'string' ? `(${isType} AND ${FUNCTIONS[comparator]}(${key}, ${bind(value)}))` : 'false';
}

/** JSON strings are Cosmos SQL strings. */
function valueAt(alias: string, path: KeyPath): string {
  return alias + path.map((name) => `[${JSON.stringify(name)}]`).join('');
}
