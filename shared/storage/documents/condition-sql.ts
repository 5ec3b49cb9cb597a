/**
 * Conditions as SQL, whichever database reads it: one walk through the condition, with the leaves in the words of an
 * adapter. The meaning is that of scim/filter/condition.ts, the in-memory evaluator.
 */

import type { Condition, KeyPath } from '../../scim/filter/condition.ts';

export type Comparison = Extract<Condition, { kind: 'compare' }>;

/** Makes a value a parameter of the statement; returns its name. */
export type Bind<Parameter> = (value: Parameter) => string;

export const SQL_OPERATORS = { eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' };

/**
 * How one database says the parts of a condition. `Value` is its SQL for a value of a document, which may be absent.
 */
export interface SqlDialect<Value> {
  readonly always: string;
  readonly never: string;
  /** True where `term` is not true: what is absent meets no comparison (RFC 7644 §3.4.2.2). */
  not(term: string): string;
  /** For what is below a `not`, where a leaf must be false rather than unknown; the same dialect without it. */
  readonly belowNot?: SqlDialect<Value>;
  present(value: Value): string;
  compare(value: Value, comparison: Comparison): string;
  oneOf(value: Value, texts: readonly string[]): string;
  /** True if `where` is true of an element, by that name, of an array. */
  some(array: Value, element: string, where: string): string;
  /** What is at `path` in an element; the element itself where the path is empty. */
  inElement(element: string, path: KeyPath): Value;
}

/**
 * @param valueAt SQL for what is at a path, at first in the document
 * @param depth of nested arrays: makes the name of each element distinct
 */
export function conditionSql<Value>(
  condition: Condition,
  dialect: SqlDialect<Value>,
  valueAt: (path: KeyPath) => Value,
  depth = 0,
): string {
  const term = (one: Condition) => conditionSql(one, dialect, valueAt, depth);
  const joined = (terms: readonly Condition[], operator: string, none: string) =>
    terms.length === 0 ? none : `(${terms.map(term).join(operator)})`;
  switch (condition.kind) {
    case 'and':
      return joined(condition.terms, ' AND ', dialect.always);
    case 'or':
      return joined(condition.terms, ' OR ', dialect.never);
    case 'not':
      return dialect.not(conditionSql(condition.term, dialect.belowNot ?? dialect, valueAt, depth));
    case 'present':
      return dialect.present(valueAt(condition.path));
    case 'compare':
      return dialect.compare(valueAt(condition.path), condition);
    case 'in':
      return dialect.oneOf(valueAt(condition.path), condition.values);
    case 'any': {
      const element = `e${depth}`;
      const inElement = (path: KeyPath) => dialect.inElement(element, path);
      const where = conditionSql(condition.where, dialect, inElement, depth + 1);
      return dialect.some(valueAt(condition.path), element, where);
    }
  }
}
