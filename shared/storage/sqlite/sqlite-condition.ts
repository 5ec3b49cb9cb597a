/**
 * Conditions as SQL of SQLite, over the columns of a table (sqlite-schema.ts). A leaf may come out NULL where a value
 * is absent; AND and OR pass that on like false, and NOT asks for what is not true, as RFC 7644 §3.4.2.2 wants.
 */

import type { Condition, KeyPath } from '../../scim/filter/condition.ts';
import type { Comparable } from '../../scim/resource/compare.ts';
import {
  type Bind,
  type Comparison,
  conditionSql,
  SQL_OPERATORS,
  type SqlDialect,
} from '../documents/condition-sql.ts';
import { LOG_TYPE } from './sqlite-placement.ts';
import { listedType } from './sqlite-row.ts';

export type SqliteBind = Bind<string | number>;

/** SQL for a value of a document, NULL when absent; a boolean is 1 or 0, an object or array its JSON text. */
export interface SqlValue {
  readonly value: string;
  /** SQL for its type in the words of json_type. */
  readonly type: string;
  /** An indexed column that holds the value where it is this text, which may be left to the two above. */
  readonly column?: (text: string) => string | undefined;
}

/** SQL for what is at the path in a document. */
export type DocumentValue = (path: KeyPath) => SqlValue;

export const sqliteCondition = (
  condition: Condition,
  bind: SqliteBind,
  inDocument: DocumentValue = inDocuments,
): string => conditionSql(condition, sqliteDialect(bind), inDocument);

const sqliteDialect = (bind: SqliteBind): SqlDialect<SqlValue> => ({
  always: '1',
  never: '0',
  not: (term) => `(${term} IS NOT TRUE)`,
  // Nothing that is stored is empty.
  present: ({ value }) => `(${value} IS NOT NULL)`,
  compare: (value, comparison) => `(${sqliteComparison(comparison, value, bind)})`,
  oneOf: ({ value, type }, texts) =>
    `(${type} = 'text' AND ${value} IN (SELECT value FROM json_each(${bind(JSON.stringify(texts))})))`,
  some: ({ value, type }, element, where) =>
    `EXISTS (SELECT 1 FROM json_each(CASE ${type} WHEN 'array' THEN ${value} END) AS ${element} WHERE ${where})`,
  inElement: (element, path) =>
    path.length === 0
      ? { value: `${element}.value`, type: `${element}.type` }
      : jsonAt(`CASE ${element}.type WHEN 'object' THEN ${element}.value END`, path),
});

/** What is at `path` in `json`, which is SQL. */
export function jsonAt(json: string, path: KeyPath): SqlValue {
  const argument = `${json}, ${jsonPath(path)}`;
  return { value: `json_extract(${argument})`, type: `json_type(${argument})` };
}

/** The path as SQL text. SQLite reads the names in it as JSON strings. */
export function jsonPath(path: KeyPath): string {
  const steps = ['$', ...path.map((name) => JSON.stringify(name))].join('.');
  return `'${steps.replaceAll("'", "''")}'`;
}

const ID: SqlValue = { value: 'id', type: `'text'` };

const LOOK_UP_COLUMNS: Readonly<Record<string, SqlValue>> = {
  id: ID,
  type: {
    value: 'type',
    type: `'text'`,
    column: (text) => (listedType(text) === null ? undefined : 'listed'),
  },
  groupId: { value: 'groupId', type: `'text'` },
  memberId: { value: 'memberId', type: `'text'` },
  owes: { value: `owes = 'true'`, type: 'owes' },
};

const EXTERNAL_ID: SqlValue = {
  ...jsonAt('k', ['externalId']),
  column: (text) => (text.isWellFormed() ? 'externalId' : undefined),
};

/** In the table of documents. */
function inDocuments(path: KeyPath): SqlValue {
  const [name = '', ...rest] = path;
  if (name === 'k') return rest.length === 1 && rest[0] === 'externalId' ? EXTERNAL_ID : jsonAt('k', rest);
  const column =
    Object.hasOwn(LOOK_UP_COLUMNS, name) && rest.length === 0 ? LOOK_UP_COLUMNS[name] : undefined;
  return column ?? jsonAt('body', path);
}

const LOG_COLUMNS: Readonly<Record<string, SqlValue>> = {
  id: ID,
  type: { value: `'${LOG_TYPE}'`, type: `'text'` },
};

/** In the table of the log. */
export function inLog(path: KeyPath): SqlValue {
  const [name = '', ...rest] = path;
  if (name === 'k') return jsonAt('k', rest);
  const column = Object.hasOwn(LOG_COLUMNS, name) && rest.length === 0 ? LOG_COLUMNS[name] : undefined;
  return column ?? jsonAt('body', path);
}

function sqliteComparison({ comparator, value }: Comparison, key: SqlValue, bind: SqliteBind): string {
  if (comparator === 'eq' && typeof value === 'string') {
    const column = key.column?.(value);
    if (column !== undefined) return `${column} = ${bind(value)}`;
  }
  if (comparator === 'co' || comparator === 'sw' || comparator === 'ew') {
    return typeof value === 'string'
      ? `${key.type} = 'text' AND ${TEXT_MATCHES[comparator](key.value, value, bind)}`
      : '0';
  }
  return ordered(SQL_OPERATORS[comparator], key, value, bind);
}

function ordered(operator: string, { value, type }: SqlValue, than: Comparable, bind: SqliteBind): string {
  switch (typeof than) {
    case 'string':
      return `${type} = 'text' AND ${value} ${operator} ${bind(than)}`;
    case 'number':
      // JSON's digits beyond 2^53 are an exact integer to SQLite, and a double to JavaScript.
      return `${type} IN ('integer', 'real') AND CAST(${value} AS REAL) ${operator} ${bind(than)}`;
    case 'boolean':
      if (operator === '=') return `${type} = '${than}'`;
      return `${type} IN ('true', 'false') AND (${value}) ${operator} ${Number(than)}`;
  }
}

type TextMatch = (text: string, part: string, bind: SqliteBind) => string;

/** Neither LIKE, which has wildcards and folds case, nor length(), which stops at U+0000. */
const TEXT_MATCHES: Readonly<Record<'co' | 'sw' | 'ew', TextMatch>> = {
  co: (text, part, bind) => `instr(${text}, ${bind(part)}) > 0`,
  sw: (text, part, bind) => `instr(${text}, ${bind(part)}) = 1`,
  ew: (text, part, bind) =>
    part === ''
      ? `${text} IS NOT NULL`
      : `substr(CAST(${text} AS BLOB), ${bind(-Buffer.byteLength(part))}) = CAST(${bind(part)} AS BLOB)`,
};
