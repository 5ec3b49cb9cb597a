/**
 * Condition -> SQL. Every leaf is true or false, never NULL, so that NOT means what it says: a comparison first
 * asks for the type of the value. Values travel as parameters; key paths are literals, so that indexes apply.
 */

import type { Comparable, Condition, KeyPath } from '../../scim/filter/condition.ts';

export interface Sql {
  readonly text: string;
  readonly parameters: readonly (string | number)[];
}

/** How a value is reached: SQL of the value, and of its JSON type. */
interface Place {
  readonly value: string;
  readonly type: string;
}

type Resolve = (path: KeyPath) => Place;
type Of<Kind extends Condition['kind']> = Extract<Condition, { kind: Kind }>;

export const compileCondition = (condition: Condition): Sql => compile(condition, ofDocument, 1);

/** @param depth of nested arrays, to tell their elements apart */
function compile(condition: Condition, resolve: Resolve, depth: number): Sql {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return joined(
        condition.terms.map((term) => compile(term, resolve, depth)),
        condition.kind,
      );
    case 'not': {
      const { text, parameters } = compile(condition.term, resolve, depth);
      return { text: `NOT (${text})`, parameters };
    }
    case 'present':
      return { text: `coalesce(${resolve(condition.path).type}, 'null') <> 'null'`, parameters: [] };
    case 'compare':
      return compare(resolve(condition.path), condition);
    case 'in': {
      const { value, type } = resolve(condition.path);
      const text = `${type} IS 'text' AND ${value} IN (SELECT value FROM json_each(?))`;
      return { text, parameters: [JSON.stringify(condition.values)] };
    }
    case 'any':
      return any(condition, resolve(condition.path), depth);
  }
}

function joined(terms: readonly Sql[], kind: 'and' | 'or'): Sql {
  if (terms.length === 0) return { text: kind === 'and' ? 'TRUE' : 'FALSE', parameters: [] };
  return {
    text: terms.map((term) => `(${term.text})`).join(kind === 'and' ? ' AND ' : ' OR '),
    parameters: terms.flatMap((term) => term.parameters),
  };
}

function any({ where }: Of<'any'>, array: Place, depth: number): Sql {
  const alias = `e${depth}`;
  const inner = compile(where, ofElement(alias), depth + 1);
  const elements = `CASE ${array.type} WHEN 'array' THEN ${array.value} END`;
  return {
    text: `EXISTS (SELECT 1 FROM json_each(${elements}) AS ${alias} WHERE ${inner.text})`,
    parameters: inner.parameters,
  };
}

function compare({ value, type }: Place, { comparator, value: literal }: Of<'compare'>): Sql {
  if (typeof literal === 'boolean' && comparator === 'eq') {
    return { text: `${type} IS '${literal}'`, parameters: [] };
  }
  const guard = isOfType(type, literal);
  if (literal === '' && isPart(comparator)) return { text: guard, parameters: [] };
  const test = tests[comparator](value);
  const parameter = typeof literal === 'boolean' ? Number(literal) : literal;
  const count = test.split('?').length - 1;
  return { text: `${guard} AND ${test}`, parameters: Array.from({ length: count }, () => parameter) };
}

const isOfType = (type: string, literal: Comparable): string => {
  if (typeof literal === 'string') return `${type} IS 'text'`;
  const types = typeof literal === 'number' ? `'integer', 'real'` : `'true', 'false'`;
  return `coalesce(${type} IN (${types}), FALSE)`;
};

type Comparator = Of<'compare'>['comparator'];

const isPart = (comparator: Comparator): boolean => ['co', 'sw', 'ew'].includes(comparator);

/** `substr` and `length` count code points; text compares by its UTF-8 bytes. */
const tests: Readonly<Record<Comparator, (value: string) => string>> = {
  eq: (value) => `${value} = ?`,
  gt: (value) => `${value} > ?`,
  ge: (value) => `${value} >= ?`,
  lt: (value) => `${value} < ?`,
  le: (value) => `${value} <= ?`,
  co: (value) => `instr(${value}, ?) > 0`,
  sw: (value) => `substr(${value}, 1, length(?)) = ?`,
  ew: (value) => `substr(${value}, -length(?)) = ?`,
};

/** Properties with a column of their own. */
const columns: Readonly<Record<string, Place>> = {
  id: { value: 'id', type: `'text'` },
  type: { value: 'type', type: `'text'` },
  groupId: { value: 'group_id', type: `iif(group_id IS NULL, NULL, 'text')` },
  memberId: { value: 'member_id', type: `iif(member_id IS NULL, NULL, 'text')` },
  owes: { value: 'owes', type: 'owes' },
};

function ofDocument(path: KeyPath): Place {
  const [property = '', ...rest] = path;
  const column = rest.length === 0 && Object.hasOwn(columns, property) ? columns[property] : undefined;
  if (column) return column;
  return property === 'k' ? ofJson('k', rest) : ofJson('body', path);
}

function ofElement(alias: string): Resolve {
  return (path) => {
    if (path.length === 0) return { value: `${alias}.value`, type: `${alias}.type` };
    // Functions on JSON refuse the text of a simple element.
    return ofJson(`CASE ${alias}.type WHEN 'object' THEN ${alias}.value END`, path);
  };
}

function ofJson(json: string, path: KeyPath): Place {
  const pointer = `'$${path.map((name) => `."${safe(name)}"`).join('')}'`;
  return { value: `json_extract(${json}, ${pointer})`, type: `json_type(${json}, ${pointer})` };
}

/** Names come from schemas: attribute names and URNs. */
function safe(name: string): string {
  if (!/^[\w$:.-]+$/.test(name)) throw new TypeError('a key path holds a name that no schema allows');
  return name;
}
