/** What Entra ID would send of a person: RFC 7643 attributes, and a value for each field that the account has. */

import { type Field, isUserReference } from '../kissflow/field.ts';
import { fieldTypes } from '../kissflow/field-types.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { Person } from './people.ts';

const DOMAIN = 'contoso.example';

export const userNameOf = (login: string): string => `${login}@${DOMAIN}`;

/**
 * @param extension values of the account's fields, by id; empty: none
 * @param externalId the object id in the directory
 */
export const userBody = (
  { login, givenName, familyName, displayName, title }: Person,
  externalId: string,
  urn: string,
  extension: JsonObject,
): JsonObject => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', urn],
  externalId,
  userName: userNameOf(login),
  active: true,
  displayName,
  name: { givenName, familyName },
  title,
  emails: [{ primary: true, type: 'work', value: userNameOf(login) }],
  meta: { resourceType: 'User' },
  ...(Object.keys(extension).length > 0 ? { [urn]: extension } : {}),
});

export const groupBody = (displayName: string, externalId: string): JsonObject => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
  externalId,
  displayName,
  meta: { resourceType: 'Group' },
});

/** Whatever the fields of the account are called: their types say what fits. @param seed another one, other values */
export function fieldValues(
  fields: readonly Field[],
  { department }: Person,
  managerId: string | undefined,
  seed: number,
): JsonObject {
  const values = fields.flatMap(({ id, type, required, options = [] }): [string, Json][] => {
    if (isUserReference(type))
      return managerId && (required || /manager/i.test(id)) ? [[id, { value: managerId }]] : [];
    if (type === 'text') return required || /department|team|unit/i.test(id) ? [[id, department]] : [];
    const { sample } = fieldTypes[type];
    const amount = /salary|budget|income/i.test(id) ? 48_000 + seed * 900 : 40 + seed;
    return sample ? [[id, sample(amount, options)]] : [];
  });
  return Object.fromEntries(values);
}
