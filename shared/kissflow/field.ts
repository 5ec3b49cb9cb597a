/**
 * A Kissflow user field, and the account's fields as a SCIM schema extension of User (RFC 7643 §3.3). This room knows
 * what Kissflow and Entra ID call things; it never touches stored values, and no other room asks a field for its type.
 */

import type { AttributeDefinition, Formats } from '../scim/schema/attribute.ts';
import type { SchemaDefinition } from '../scim/schema/schema.ts';
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

export const isUserReference = (type: FieldType): boolean => fieldTypes[type].entraType === 'Reference';

export const isFieldType = (name: unknown): name is FieldType => FIELD_TYPES.some((type) => type === name);

export const hasOptions = (type: string): boolean =>
  isFieldType(type) && fieldTypes[type].hasOptions === true;

/** What /Schemas says of an attribute that decides the type of its field. */
interface PublishedShape {
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

/** RFC 7643 §4.3, which Kissflow does not have; in Entra ID also the name of an application's object of users. */
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** @param accountId the customer's Kissflow account id */
export const extensionUrn = (accountId: string): string =>
  `urn:kissflow:scim:schemas:extension:${accountId}:2:User`;

/** The attribute that a mapping names. RFC 7643 §2.3.8: a user field is complex; what refers to the user is its sub-attribute. */
export const targetOf = (accountId: string, { id, type }: Pick<Field, 'id' | 'type'>): string =>
  `${extensionUrn(accountId)}:${id}${isUserReference(type) ? '.value' : ''}`;

/** @param former fields that the account has removed; their type is that of their last definition */
export const extensionSchema = (
  accountId: string,
  fields: readonly Field[],
  former: readonly Pick<Field, 'id' | 'type'>[] = [],
): SchemaDefinition => ({
  id: extensionUrn(accountId),
  name: 'KissflowUser',
  description: `User fields of the Kissflow account ${accountId}`,
  attributes: fields.map(attributeOf),
  former: former.map(({ id, type }) => attributeOf({ id, type, name: id, required: false })),
});

const characteristics: Omit<AttributeDefinition, 'name' | 'type' | 'description' | 'required'> = {
  multiValued: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
};

function attributeOf({ id, name, type, required, options = [] }: Field): AttributeDefinition {
  const { title, attribute, format } = fieldTypes[type];
  return {
    ...characteristics,
    name: id,
    description: `${name} (Kissflow ${title} field)`,
    required,
    ...attribute(options),
    ...(format ? { format: type } : {}),
  };
}
