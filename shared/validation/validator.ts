/**
 * DOOR to Ajv: holds values to the characteristics of their attribute (RFC 7643 §7), and says what is wrong in a sentence
 * for an administrator. It reads values and changes none, and knows neither resources nor accounts.
 */

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type ErrorCode, invalidValue } from '../scim/error.ts';
import { requireTextLimit } from '../scim/intake/limits.ts';
import { isRawNumber, type Json } from '../scim/json.ts';
import type { Value } from '../scim/resource/resource.ts';
import type { ValueChecks } from '../scim/resource/rules.ts';
import type { Attribute, Formats } from '../scim/schema/attribute.ts';
import { field, fix, say, type Text } from '../scim/text.ts';
import { jsonSchemaOf, valueFormats } from './json-schema.ts';

interface Validator extends Pick<ValueChecks, 'validate' | 'isOfType'> {
  /** Compiles what `validate` needs, before a value comes. */
  prepare(attribute: Attribute): void;
}

/** @param named what the `format` of an attribute may be; validation itself knows none of them */
export function validator(named: Formats): Validator {
  const validatorOf = compiledOnce(named);
  return {
    prepare: (attribute) => void validatorOf(attribute),
    isOfType: (attribute, value): value is Value => validatorOf(attribute.open)(value),
    /** Throws invalidValue that names the attribute path, what was wrong, and what to send instead. */
    validate: (attribute, value, path) => {
      const isValid = validatorOf(attribute);
      if (isValid(value)) return withinLimit(attribute, value, path);
      throw invalidValue(...explain(attribute, path, value, isValid.errors?.[0], named));
    },
  };
}

/** A limit is for what comes in: a longer text that is stored already stays of its type. */
function withinLimit(attribute: Attribute, value: Value, path: string): Value {
  requireTextLimit(attribute, value, path);
  return value;
}

/**
 * By attribute, when one is first needed: most requests see a few of an account's hundred. Attributes are immutable and
 * made anew with each version of an account's fields, and a validator lives as long as its attribute.
 */
function compiledOnce(named: Formats): (attribute: Attribute) => ValidateFunction<Value> {
  const compiled = new WeakMap<Attribute, ValidateFunction<Value>>();
  let ajv: Ajv | undefined;
  return (attribute) => {
    const known = compiled.get(attribute);
    if (known) return known;
    ajv ??= ajvWith(named);
    const validate = ajv.compile<Value>(jsonSchemaOf(attribute));
    ajv.removeSchema();
    compiled.set(attribute, validate);
    return validate;
  };
}

function ajvWith(named: Formats): Ajv {
  // Our own code makes the schemas: to hold each to JSON Schema's own schema takes longer than all the rest.
  const own = { meta: false, validateSchema: false };
  const ajv = new Ajv({ ...own, formats: { ...valueFormats }, strict: true, ownProperties: true });
  for (const [name, { matches }] of Object.entries(named)) ajv.addFormat(name, matches);
  return ajv;
}

/** An Ajv error -> one sentence for an administrator: where, what was wrong, what to send. */
function explain(
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
  const expectation = expected(leaf, formats);
  const text = say`${field(place)} must be ${expectation}; got ${jsonKind(found)}.`;
  return ['wrong-value', { ...text, remedy: say`send ${expectation}${leaf.closed ? OR_AN_OPTION : ''}` }];
}

const OR_AN_OPTION = ', or add the value to the options of the field';

function leafOf(attribute: Attribute, pointer: readonly string[]): Attribute {
  const name = pointer.find((part) => !/^\d+$/.test(part));
  return (name === undefined ? undefined : attribute.sub(name)) ?? attribute;
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
  if (attribute.notBlank) return `${DESCRIPTIONS.string}, and not blank`;
  return DESCRIPTIONS[attribute.type];
}

const DESCRIPTIONS: Readonly<Record<Attribute['type'], string>> = {
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
function jsonKind(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  if (isRawNumber(value)) return 'a number';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'another value' : `a ${typeof value}`;
}
