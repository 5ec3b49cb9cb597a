/** SCIM characteristics (RFC 7643 §7) -> JSON Schema of an attribute's canonical value, and the formats that it names. */

import { instant, isJsonNumber } from '../scim/resource/compare.ts';
import type { Attribute } from '../scim/schema/attribute.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

export function jsonSchemaOf(attribute: Attribute): JsonSchema {
  const one = attribute.type === 'complex' ? complexSchema(attribute) : simpleSchema(attribute);
  return attribute.multiValued ? { type: 'array', items: one } : one;
}

function complexSchema({ subAttributes }: Attribute): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(subAttributes.map((sub) => [sub.name, jsonSchemaOf(sub)])),
    required: subAttributes.filter((sub) => sub.required).map((sub) => sub.name),
    additionalProperties: false,
  };
}

function simpleSchema(attribute: Attribute): JsonSchema {
  if (attribute.type === 'boolean') return { type: 'boolean' };
  const format =
    attribute.format ?? (attribute.notBlank ? 'visible' : FORMAT_OF_TYPE[attribute.type]) ?? 'text';
  const text: JsonSchema = { type: 'string', format };
  return attribute.closed ? { ...text, enum: attribute.canonicalValues ?? [] } : text;
}

/** Canonical numbers are their digits. */
const FORMAT_OF_TYPE: Partial<Record<Attribute['type'], string>> = {
  decimal: 'decimal',
  integer: 'integer',
  dateTime: 'dateTime',
  binary: 'base64',
};

/** Text that every store keeps unchanged: well-formed Unicode without U+0000. */
const isPlainText = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000');

/** A name of blanks, or of characters that are not shown, names nothing. */
const isVisible = (value: string): boolean =>
  isPlainText(value) && /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u.test(value);

const isDecimal = (value: string): boolean => isJsonNumber(value) && Number.isFinite(Number(value));

/** What a string must look like for the type of its attribute, in any account. Each accepts the forms that clients send. */
export const valueFormats: Readonly<Record<string, (value: string) => boolean>> = {
  text: isPlainText,
  decimal: (value) => value.length <= 64 && isDecimal(value),
  integer: (value) => value.length <= 64 && isDecimal(value) && /^-?\d+$/.test(value),
  dateTime: (value) => instant(value) !== undefined,
  /** RFC 4648, with or without padding and line breaks. */
  base64: (value) => /^[A-Za-z0-9+/_-]*={0,2}$/.test(value.replace(/\s+/g, '')),
  visible: isVisible,
};
