/** The account's Kissflow fields as a SCIM schema extension of User (RFC 7643 §3.3). */

import type { Attribute } from '../scim/schema/attribute.ts';
import type { Schema } from '../scim/schema/schema.ts';
import type { Field, FieldType } from './field.ts';

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

function attributeOf(field: Field): Attribute {
  const { id: name, required } = field;
  const description = `${field.name} (Kissflow ${titles[field.type]} field)`;
  return { ...characteristics, name, description, required, ...shapes[field.type](field) };
}

const titles: Readonly<Record<FieldType, string>> = {
  text: 'text',
  number: 'number',
  currency: 'currency',
  date: 'date',
  dateTime: 'date-time',
  yesNo: 'yes/no',
  dropdown: 'dropdown',
  user: 'user',
};

type Shape = Pick<Attribute, 'type'> & Partial<Attribute>;

const shapes: Readonly<Record<FieldType, (field: Field) => Shape>> = {
  text: () => ({ type: 'string' }),
  number: () => ({ type: 'decimal' }),
  currency: () => ({ type: 'string', format: 'currency' }),
  date: () => ({ type: 'string', format: 'date' }),
  dateTime: () => ({ type: 'dateTime' }),
  yesNo: () => ({ type: 'boolean' }),
  dropdown: ({ options = [] }) => ({
    type: 'string',
    caseExact: true,
    canonicalValues: options,
    closed: true,
  }),
  user: () => ({ type: 'complex', subAttributes: userReference }),
};

/** RFC 7643 §2.3.7: `value` is our id of the user; `$ref` is its URI, which we compute. */
const userReference: readonly Attribute[] = [
  {
    ...characteristics,
    name: 'value',
    type: 'string',
    description: 'id of the user.',
    required: false,
    caseExact: true,
  },
  {
    ...characteristics,
    name: '$ref',
    type: 'reference',
    referenceTypes: ['User'],
    description: 'URI of the user.',
    required: false,
    caseExact: true,
    mutability: 'readOnly',
  },
];
