/**
 * Conditions as Cosmos SQL with the meaning of scim/filter/condition.ts. Cosmos knows a third truth value
 * (undefined), so every leaf asks for the type first: then NOT turns false into true, as RFC 7644 §3.4.2.2 wants.
 */

import type { Condition, KeyPath } from '../../scim/filter/condition.ts';
import type { Comparable } from '../../scim/resource/compare.ts';

/** Makes a value a parameter; returns its name. */
export type Bind = (value: Comparable | readonly string[]) => string;

/** `root` is the alias that paths start at. */
export function compileCondition(condition: Condition, root: string, bind: Bind): string {
  return compile(condition, { alias: root, depth: 0 }, bind);
}

/** `depth` makes the alias of each nested EXISTS distinct. */
interface Scope {
  readonly alias: string;
  readonly depth: number;
}

function compile(condition: Condition, scope: Scope, bind: Bind): string {
  switch (condition.kind) {
    case 'and':
      return joined(condition.terms, ' AND ', 'true', scope, bind);
    case 'or':
      return joined(condition.terms, ' OR ', 'false', scope, bind);
    case 'not':
      return `(NOT ${compile(condition.term, scope, bind)})`;
    case 'present':
      return `IS_DEFINED(${access(scope.alias, condition.path)})`;
    case 'compare':
      return comparison(condition, access(scope.alias, condition.path), bind);
    case 'any':
      return exists(condition, scope, bind);
    case 'in': {
      const key = access(scope.alias, condition.path);
      return `(IS_STRING(${key}) AND ARRAY_CONTAINS(${bind(condition.values)}, ${key}))`;
    }
  }
}

function joined(terms: readonly Condition[], by: string, none: string, scope: Scope, bind: Bind): string {
  return terms.length === 0 ? none : `(${terms.map((term) => compile(term, scope, bind)).join(by)})`;
}

const OPERATORS = { eq: '=', gt: '>', ge: '>=', lt: '<', le: '<=' };
const FUNCTIONS = { co: 'CONTAINS', sw: 'STARTSWITH', ew: 'ENDSWITH' };
const TYPE_CHECKS = { string: 'IS_STRING', number: 'IS_NUMBER', boolean: 'IS_BOOL' };

function comparison(
  { comparator, value }: Extract<Condition, { kind: 'compare' }>,
  key: string,
  bind: Bind,
): string {
  const type = typeof value as keyof typeof TYPE_CHECKS;
  const isType = `${TYPE_CHECKS[type]}(${key})`;
  if (comparator !== 'co' && comparator !== 'sw' && comparator !== 'ew') {
    return `(${isType} AND ${key} ${OPERATORS[comparator]} ${bind(value)})`;
  }
  return type === 'string' ? `(${isType} AND ${FUNCTIONS[comparator]}(${key}, ${bind(value)}))` : 'false';
}

function exists({ path, where }: Extract<Condition, { kind: 'any' }>, scope: Scope, bind: Bind): string {
  const alias = `e${scope.depth}`;
  const inner = compile(where, { alias, depth: scope.depth + 1 }, bind);
  return `EXISTS(SELECT VALUE ${alias} FROM ${alias} IN ${access(scope.alias, path)} WHERE ${inner})`;
}

/** JSON strings are Cosmos SQL strings. */
const access = (alias: string, path: KeyPath): string =>
  alias + path.map((name) => `[${JSON.stringify(name)}]`).join('');
