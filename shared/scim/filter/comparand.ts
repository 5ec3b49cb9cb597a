/** RFC 7644 §3.4.2.2, table 3: which operators and literals an attribute takes, by its type (RFC 7643 §2.3). */

import { invalidFilter, type ScimError } from '../error.ts';
import type { Policy } from '../policy.ts';
import { type Comparable, comparableForm, isJsonNumber } from '../resource/compare.ts';
import type { Attribute, AttributeType } from '../schema/attribute.ts';
import { field, fix, say } from '../text.ts';
import type { Comparator, Literal } from './ast.ts';

interface Operands {
  readonly comparators: readonly Comparator[];
  readonly literal: string;
}

const EQUALITY: readonly Comparator[] = ['eq', 'ne'];
const ORDERED: readonly Comparator[] = [...EQUALITY, 'gt', 'ge', 'lt', 'le'];
const TEXT_OPERANDS: Operands = { comparators: [...ORDERED, 'co', 'sw', 'ew'], literal: 'a quoted string' };
const NUMBER_OPERANDS: Operands = { comparators: ORDERED, literal: 'a number' };

const OPERANDS: Readonly<Record<AttributeType, Operands>> = {
  string: TEXT_OPERANDS,
  reference: TEXT_OPERANDS,
  boolean: { comparators: EQUALITY, literal: 'true or false' },
  decimal: NUMBER_OPERANDS,
  integer: NUMBER_OPERANDS,
  dateTime: { comparators: ORDERED, literal: 'a quoted date and time such as "2026-01-31T09:30:00Z"' },
  binary: { comparators: [], literal: 'nothing' },
  complex: { comparators: [], literal: 'nothing' },
};

/**
 * The comparable form of `literal`, as a value of the simple attribute that the client calls `written`.
 * @throws ScimError invalidFilter
 */
export function comparand(
  attribute: Attribute,
  written: string,
  comparator: Comparator,
  literal: Literal,
  policy: Policy,
): Comparable {
  if (!OPERANDS[attribute.type].comparators.includes(comparator)) throw unsuitable(attribute, written);
  const value = literalValue(attribute, literal, policy);
  const form = value === undefined ? undefined : comparableForm(attribute, value);
  if (form === undefined) throw unsuitable(attribute, written);
  return form;
}

function unsuitable({ type }: Attribute, written: string): ScimError {
  const { comparators, literal } = OPERANDS[type];
  const possible =
    comparators.length === 0
      ? fix`use pr, the only operator that it takes`
      : fix`compare it by ${comparators.join(', ')} with ${literal}, or by pr`;
  return invalidFilter('operator-not-possible', say`"${field(written)}" is of type ${type}: ${possible}.`);
}

/** The literal as a canonical value of the attribute; undefined when it is of another type. */
export function literalValue(
  { type }: Attribute,
  literal: Literal,
  { lenientLiterals, tolerated }: Policy,
): string | boolean | undefined {
  const exact = convert(type, literal, false);
  if (exact !== undefined || !lenientLiterals) return exact;
  const converted = convert(type, literal, true);
  if (converted !== undefined) tolerated?.('lenientLiterals');
  return converted;
}

function convert(type: AttributeType, literal: Literal, lenient: boolean): string | boolean | undefined {
  switch (type) {
    case 'string':
    case 'reference':
      return literalText(literal, lenient);
    case 'boolean':
      return literalBoolean(literal, lenient);
    case 'decimal':
    case 'integer':
      return literalDigits(literal, lenient);
    default:
      return literalText(literal, false);
  }
}

/** An unquoted word may look like a number or a boolean and yet be meant as text. */
function literalText(literal: Literal, lenient: boolean): string | undefined {
  if (literal.kind === 'string') return literal.text;
  if (lenient && literal.kind === 'number') return literal.digits;
  return lenient && literal.kind === 'boolean' ? String(literal.value) : undefined;
}

function literalBoolean(literal: Literal, lenient: boolean): boolean | undefined {
  if (literal.kind === 'boolean') return literal.value;
  if (!lenient || literal.kind !== 'string') return undefined;
  const word = literal.text.toLowerCase();
  return word === 'true' || word === 'false' ? word === 'true' : undefined;
}

function literalDigits(literal: Literal, lenient: boolean): string | undefined {
  if (literal.kind === 'number') return literal.digits;
  return lenient && literal.kind === 'string' && isJsonNumber(literal.text) ? literal.text : undefined;
}
