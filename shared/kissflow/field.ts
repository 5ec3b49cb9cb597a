/** A Kissflow user field, as an account defines it, and what its type decides. */

import type { Formats } from '../scim/schema/attribute.ts';
import { type FieldType, type FieldTypeDefinition, fieldTypes } from './field-types.ts';

export const FIELD_ID = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

export interface Field {
  /** As `FIELD_ID` says, unique in the account without regard to case, echoed as defined. */
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** The choices of a dropdown, in order. */
  readonly options?: readonly string[];
}

const entries = Object.entries(fieldTypes) as readonly (readonly [FieldType, FieldTypeDefinition])[];

/** In the order of the table. */
export const FIELD_TYPES: readonly FieldType[] = entries.map(([type]) => type);

/** What `format` means in an account's attributes; for validation, which knows no Kissflow type. */
export const fieldFormats: Formats = Object.fromEntries(
  entries.flatMap(([type, { format }]) => (format ? [[type, format]] : [])),
);

export const isReference = (type: FieldType): boolean => fieldTypes[type].entraType === 'Reference';

export const isFieldType = (name: unknown): name is FieldType => FIELD_TYPES.some((type) => type === name);

export const hasOptions = (type: string): boolean =>
  isFieldType(type) && fieldTypes[type].hasOptions === true;

/** What /Schemas says of an attribute that decides the type of its field. */
export interface PublishedShape {
  readonly type: string;
  readonly format?: string | undefined;
  readonly canonicalValues: readonly string[];
}

/** @returns the type of the field behind a published attribute; undefined when no field has such an attribute */
export const fieldTypeOf = ({ type, format, canonicalValues }: PublishedShape): FieldType | undefined =>
  entries.find(
    ([name, definition]) =>
      definition.attribute([]).type === type &&
      (definition.format ? name : undefined) === format &&
      (definition.hasOptions ?? false) === canonicalValues.length > 0,
  )?.[0];
