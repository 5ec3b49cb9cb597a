/**
 * Meaning of the SQL that the adapter sends: undefined propagates, AND and OR know three truth values, values of
 * different types compare as undefined, and strings are ordered by their UTF-8 bytes.
 */

import type { Expression, Operator } from './sql-ast.ts';
import { badRequest, isRecord } from './wire.ts';

export type Parameters = ReadonlyMap<string, unknown>;

interface Scope {
  readonly alias: string;
  readonly value: unknown;
  readonly outer?: Scope;
}

/** Whether a document is in the result: only true is. */
export const matches = (where: Expression, document: unknown, parameters: Parameters): boolean =>
  evaluate(where, { alias: 'c', value: document }, parameters) === true;

function evaluate(expression: Expression, scope: Scope, parameters: Parameters): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'parameter':
      return parameterValue(expression.name, parameters);
    case 'path':
      return expression.names.reduce(property, aliased(expression.alias, scope));
    case 'and':
      return logical(expression, false, scope, parameters);
    case 'or':
      return logical(expression, true, scope, parameters);
    case 'not': {
      const value = evaluate(expression.term, scope, parameters);
      return typeof value === 'boolean' ? !value : undefined;
    }
    case 'compare': {
      const left = evaluate(expression.left, scope, parameters);
      return compare(expression.operator, left, evaluate(expression.right, scope, parameters));
    }
    case 'call':
      return call(
        expression.name,
        expression.values.map((value) => evaluate(value, scope, parameters)),
      );
    case 'exists':
      return exists(expression, scope, parameters);
  }
}

export function parameterValue(name: string, parameters: Parameters): unknown {
  if (!parameters.has(name)) throw badRequest(`The parameter ${name} has no value`);
  return parameters.get(name);
}

function aliased(alias: string, scope: Scope): unknown {
  for (let at: Scope | undefined = scope; at; at = at.outer) if (at.alias === alias) return at.value;
  return undefined;
}

const property = (value: unknown, name: string): unknown =>
  isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;

/** `dominant` on either side decides; else undefined on either side does. */
function logical(
  { left, right }: Extract<Expression, { kind: 'and' | 'or' }>,
  dominant: boolean,
  scope: Scope,
  parameters: Parameters,
): boolean | undefined {
  const values = [evaluate(left, scope, parameters), evaluate(right, scope, parameters)];
  if (values.includes(dominant)) return dominant;
  return values.every((value) => value === !dominant) ? !dominant : undefined;
}

function compare(operator: Operator, left: unknown, right: unknown): boolean | undefined {
  const order = orderOf(left, right);
  if (order === undefined) return undefined;
  switch (operator) {
    case '=':
      return order === 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}

function orderOf(left: unknown, right: unknown): number | undefined {
  if (typeof left === 'string' && typeof right === 'string') return compareBytes(left, right);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return typeof left === 'boolean' && typeof right === 'boolean' ? Number(left) - Number(right) : undefined;
}

/** As UTF-8. */
export function compareBytes(left: string, right: string): number {
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function call(name: string, [first, ...others]: readonly unknown[]): boolean | undefined {
  const [second] = others;
  switch (name) {
    case 'IS_DEFINED':
      return first !== undefined;
    case 'IS_STRING':
      return typeof first === 'string';
    case 'IS_NUMBER':
      return typeof first === 'number';
    case 'IS_BOOL':
      return typeof first === 'boolean';
    case 'IN':
      return first === undefined ? undefined : others.includes(first);
    case 'ARRAY_CONTAINS':
      return Array.isArray(first) && second !== undefined ? first.includes(second) : undefined;
    default:
      return typeof first === 'string' && typeof second === 'string' ? text(name, first, second) : undefined;
  }
}

function text(name: string, whole: string, part: string): boolean {
  if (name === 'CONTAINS') return whole.includes(part);
  return name === 'STARTSWITH' ? whole.startsWith(part) : whole.endsWith(part);
}

function exists(
  { alias, source, where }: Extract<Expression, { kind: 'exists' }>,
  scope: Scope,
  parameters: Parameters,
): boolean {
  const elements = evaluate(source, scope, parameters);
  if (!Array.isArray(elements)) return false;
  return elements.some((value) => evaluate(where, { alias, value, outer: scope }, parameters) === true);
}
