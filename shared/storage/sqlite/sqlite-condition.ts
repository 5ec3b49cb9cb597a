/**
 * Conditions as SQL with the meaning of scim/filter/condition.ts. A leaf may come out NULL where a value is absent;
 * AND and OR pass that on like false, and NOT asks for what is not true, as RFC 7644 §3.4.2.2 wants.
 */

import type { Condition, KeyPath } from '../../scim/filter/condition.ts';
import type { Comparable } from '../../scim/resource/compare.ts';

/** Makes a value a parameter; returns its name. */
export type Bind = (value: string | number) => string;

/** SQL for a value of a document, NULL when absent; a boolean is 1 or 0, an object or array its JSON text. */
export interface Place {
  readonly value: string;
  /** SQL for its type in the words of json_type. */
  readonly type: string;
}

export const compileCondition = (condition: Condition, bind: Bind): string =>
  compile(condition, { at: inDocument, depth: 0 }, bind);

/** What is at `path` in `json`, which is SQL. */
export function jsonAt(json: string, path: KeyPath): Place {
  // SQLite reads the names of a path as JSON strings.
  const steps = ['$', ...path.map((name) => JSON.stringify(name))].join('.');
  const place = `${json}, '${steps.replaceAll("'", "''")}'`;
  return { value: `json_extract(${place})`, type: `json_type(${place})` };
}

const COLUMNS: Readonly<Record<string, Place>> = {
  id: { value: 'id', type: `'text'` },
  type: { value: 'type', type: `'text'` },
  groupId: { value: 'groupId', type: `'text'` },
  memberId: { value: 'memberId', type: `'text'` },
  owes: { value: `owes = 'true'`, type: 'owes' },
};

function inDocument(path: KeyPath): Place {
  const [name = '', ...rest] = path;
  if (name === 'k') return jsonAt('k', rest);
  const column = Object.hasOwn(COLUMNS, name) && rest.length === 0 ? COLUMNS[name] : undefined;
  return column ?? jsonAt('body', path);
}

const inElement =
  (element: string) =>
  (path: KeyPath): Place =>
    path.length === 0
      ? { value: `${element}.value`, type: `${element}.type` }
      : jsonAt(`CASE ${element}.type WHEN 'object' THEN ${element}.value END`, path);

/** `depth` makes the name of each nested element distinct. */
interface Scope {
  readonly at: (path: KeyPath) => Place;
  readonly depth: number;
}

function compile(condition: Condition, scope: Scope, bind: Bind): string {
  switch (condition.kind) {
    case 'and':
      return joined(condition.terms, ' AND ', '1', scope, bind);
    case 'or':
      return joined(condition.terms, ' OR ', '0', scope, bind);
    case 'not':
      return `(${compile(condition.term, scope, bind)} IS NOT TRUE)`;
    case 'present':
      // Nothing that is stored is empty.
      return `(${scope.at(condition.path).value} IS NOT NULL)`;
    case 'compare':
      return `(${comparison(condition, scope.at(condition.path), bind)})`;
    case 'any':
      return exists(condition, scope, bind);
    case 'in': {
      const { value, type } = scope.at(condition.path);
      const values = bind(JSON.stringify(condition.values));
      return `(${type} = 'text' AND ${value} IN (SELECT value FROM json_each(${values})))`;
    }
  }
}

function joined(terms: readonly Condition[], by: string, none: string, scope: Scope, bind: Bind): string {
  return terms.length === 0 ? none : `(${terms.map((term) => compile(term, scope, bind)).join(by)})`;
}

type Comparison = Extract<Condition, { kind: 'compare' }>;

function comparison({ comparator, value }: Comparison, place: Place, bind: Bind): string {
  if (comparator === 'co' || comparator === 'sw' || comparator === 'ew') {
    return typeof value === 'string'
      ? `${place.type} = 'text' AND ${PARTS[comparator](place.value, value, bind)}`
      : '0';
  }
  return ordered(OPERATORS[comparator], place, value, bind);
}

const OPERATORS = { eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' };

function ordered(operator: string, { value, type }: Place, than: Comparable, bind: Bind): string {
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

type Part = (text: string, part: string, bind: Bind) => string;

/** Neither LIKE, which has wildcards and folds case, nor length(), which stops at U+0000. */
const PARTS: Readonly<Record<'co' | 'sw' | 'ew', Part>> = {
  co: (text, part, bind) => `instr(${text}, ${bind(part)}) > 0`,
  sw: (text, part, bind) => `instr(${text}, ${bind(part)}) = 1`,
  ew: (text, part, bind) =>
    part === ''
      ? '1'
      : `substr(CAST(${text} AS BLOB), ${bind(-Buffer.byteLength(part))}) = CAST(${bind(part)} AS BLOB)`,
};

function exists({ path, where }: Extract<Condition, { kind: 'any' }>, scope: Scope, bind: Bind): string {
  const element = `e${scope.depth}`;
  const { value, type } = scope.at(path);
  const inner = compile(where, { at: inElement(element), depth: scope.depth + 1 }, bind);
  return `EXISTS (SELECT 1 FROM json_each(CASE ${type} WHEN 'array' THEN ${value} END) AS ${element} WHERE ${inner})`;
}
