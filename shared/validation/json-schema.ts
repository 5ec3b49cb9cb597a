/** SCIM characteristics (RFC 7643 §7) -> JSON Schema of an attribute's canonical value. */

import type { Attribute } from '../scim/schema/attribute.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

export function jsonSchemaOf(attribute: Attribute): JsonSchema {
  const one = attribute.type === 'complex' ? complex(attribute) : simple(attribute);
  return attribute.multiValued ? { type: 'array', items: one } : one;
}

function complex({ subAttributes = [] }: Attribute): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(subAttributes.map((sub) => [sub.name, jsonSchemaOf(sub)])),
    required: subAttributes.filter((sub) => sub.required).map((sub) => sub.name),
    additionalProperties: false,
  };
}

function simple(attribute: Attribute): JsonSchema {
  if (attribute.type === 'boolean') return { type: 'boolean' };
  const format = attribute.format ?? (attribute.notBlank ? 'visible' : formats[attribute.type]) ?? 'text';
  const text: JsonSchema = { type: 'string', format };
  return attribute.closed ? { ...text, enum: attribute.canonicalValues ?? [] } : text;
}

/** Canonical numbers are their digits. */
const formats: Partial<Record<Attribute['type'], string>> = {
  decimal: 'decimal',
  integer: 'integer',
  dateTime: 'dateTime',
  binary: 'base64',
};
