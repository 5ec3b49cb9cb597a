import { type Attribute, type Attributes, attributesOf } from './attribute.ts';

/** RFC 7643 §7: a schema; `id` is its URN. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
  /** Attributes that the schema had: their values are kept and found again when they return. Not published. */
  readonly former?: readonly Attribute[];
}

export interface CompiledSchema extends Schema {
  readonly attributes: Attributes;
}

export const compileSchema = (schema: Schema): CompiledSchema => ({
  ...schema,
  attributes: attributesOf(schema.attributes),
});
