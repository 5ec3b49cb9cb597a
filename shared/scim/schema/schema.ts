import { type AttributeDefinition, type Attributes, attributesOf, compileAttributes } from './attribute.ts';

/** RFC 7643 §7: a schema; `id` is its URN. */
export interface SchemaDefinition {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly AttributeDefinition[];
  /** Attributes that the schema had: their values are stored, and found again when they return. Not published. */
  readonly former?: readonly AttributeDefinition[];
}

export interface Schema {
  readonly id: string;
  readonly attributes: Attributes;
  /** Those that search keys may hold: present and former ones. */
  readonly keyed: Attributes;
  /** What is published. */
  readonly definition: SchemaDefinition;
}

export function compileSchema(definition: SchemaDefinition): Schema {
  const attributes = compileAttributes(definition.attributes);
  const former = compileAttributes(definition.former ?? []);
  return { id: definition.id, attributes, keyed: attributesOf([...attributes, ...former]), definition };
}
