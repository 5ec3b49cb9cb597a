/** The account's Kissflow fields as a SCIM schema extension of User (RFC 7643 §3.3). */

import type { Attribute } from '../scim/schema/attribute.ts';
import type { Schema } from '../scim/schema/schema.ts';
import type { Field } from './field.ts';
import { fieldTypes } from './field-types.ts';

/** RFC 7643 §4.3, which Kissflow does not have; in Entra ID also the name of an application's object of users. */
export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** @param accountId the customer's Kissflow account id */
export const extensionUrn = (accountId: string): string =>
  `urn:kissflow:scim:schemas:extension:${accountId}:2:User`;

/** @param former fields that the account has removed; their type is that of their last definition */
export const extensionSchema = (
  accountId: string,
  fields: readonly Field[],
  former: readonly Pick<Field, 'id' | 'type'>[] = [],
): Schema => ({
  id: extensionUrn(accountId),
  name: 'KissflowUser',
  description: `User fields of the Kissflow account ${accountId}`,
  attributes: fields.map(attributeOf),
  former: former.map(({ id, type }) => attributeOf({ id, type, name: id, required: false })),
});

const characteristics: Omit<Attribute, 'name' | 'type' | 'description' | 'required'> = {
  multiValued: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
};

function attributeOf({ id, name, type, required, options = [] }: Field): Attribute {
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
