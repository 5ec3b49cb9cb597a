/** What to tell an administrator whose client sends data that this account has no attribute for. */

import { fix, say, field as subject, type Text } from '../scim/text.ts';
import { extensionUrn } from './extension-schema.ts';
import type { Field } from './field.ts';

const ENTERPRISE = /^urn:ietf:params:scim:schemas:extension:enterprise:2\.0:?User/i;

/**
 * @param path the attribute as the client named it
 * @returns which attribute, and what to change in the client's mappings
 */
export function unsupportedText(
  accountId: string,
  fields: readonly Field[],
  path: string,
  resourceType: 'User' | 'Group',
): Text {
  const shown = subject(clip(path));
  const remedy = say`In Entra, under Provisioning > Mappings, delete the mapping whose target is ${shown}`;
  if (resourceType === 'Group') return say`${shown} is not an attribute of groups. ${fix`${remedy}`}.`;
  const reason = ENTERPRISE.test(path)
    ? say`${shown} belongs to the Enterprise User extension, which Kissflow does not have.`
    : say`${shown} is not an attribute of users in account ${accountId}.`;
  const custom = `or map its source to a custom attribute ${extensionUrn(accountId)}:{field id}`;
  return say`${reason} ${fix`${remedy}, ${custom}`}.${listed(fields)}`;
}

const listed = (fields: readonly Field[]): string =>
  fields.length === 0 ? '' : ` The account's fields are ${fields.map((field) => field.id).join(', ')}.`;

const clip = (path: string): string => (path.length > 200 ? `${path.slice(0, 200)}…` : path);
