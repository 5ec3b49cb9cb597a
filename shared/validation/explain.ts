/** An Ajv error -> one sentence for an administrator: where, what was wrong, what to send. */

import type { ErrorObject } from 'ajv';
import type { ErrorCode } from '../scim/error.ts';
import { isRawNumber, type Json } from '../scim/json.ts';
import { type Attribute, type Formats, findSubAttribute } from '../scim/schema/attribute.ts';
import { field, fix, say, type Text } from '../scim/text.ts';

export function explain(
  attribute: Attribute,
  path: string,
  value: Json,
  error: ErrorObject | undefined,
  formats: Formats,
): readonly [ErrorCode, Text] {
  const pointer = (error?.instancePath ?? '').split('/').slice(1);
  const place = pointer.reduce((text, part) => text + (/^\d+$/.test(part) ? `[${part}]` : `.${part}`), path);
  const missing: unknown = error?.keyword === 'required' ? error.params.missingProperty : undefined;
  if (typeof missing === 'string') {
    return ['required', say`${field(`${place}.${missing}`)} is required: ${fix`send a value for it`}.`];
  }
  const found = pointer.reduce<Json | undefined>(childOf, value);
  const leaf = leafOf(attribute, pointer);
  const wanted = expected(leaf, formats);
  const text = say`${field(place)} must be ${wanted}; got ${describe(found)}.`;
  return ['wrong-value', { ...text, remedy: say`send ${wanted}${leaf.closed ? OR_AN_OPTION : ''}` }];
}

const OR_AN_OPTION = ', or add the value to the options of the field';

function leafOf(attribute: Attribute, pointer: readonly string[]): Attribute {
  const name = pointer.find((part) => !/^\d+$/.test(part));
  return (name === undefined ? undefined : findSubAttribute(attribute, name)) ?? attribute;
}

function childOf(value: Json | undefined, part: string): Json | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, part)
    ? (value as Readonly<Record<string, Json>>)[part]
    : undefined;
}

function expected(attribute: Attribute, formats: Formats): string {
  if (attribute.closed)
    return `one of ${(attribute.canonicalValues ?? []).map((one) => `"${one}"`).join(', ')}`;
  const format = attribute.format === undefined ? undefined : formats[attribute.format];
  if (format) return format.expected;
  if (attribute.notBlank) return `${forms.string}, and not blank`;
  return forms[attribute.type];
}

const forms: Readonly<Record<Attribute['type'], string>> = {
  string: 'a string of well-formed Unicode without U+0000',
  reference: 'a string',
  binary: 'a Base64 string',
  boolean: 'true or false',
  decimal: 'a number such as 12.50, of at most 64 characters and within the range of a double',
  integer: 'a whole number such as 12, of at most 64 digits',
  dateTime: 'a date-time such as "2026-01-31T09:30:00Z"',
  complex: 'an object',
};

/** Kinds, not values: the answer may be logged by clients, and values are personal data. */
function describe(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (isRawNumber(value)) return 'a number';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'another value' : `a ${typeof value}`;
}
