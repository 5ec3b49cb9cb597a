/** What to tell an administrator whose client sends data that this account has no attribute for. */

import { sameName } from '../../scim/schema/attribute.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { fix, say, field as subject, type Text } from '../../scim/text.ts';
import { inBothViews, places } from '../entra-views.ts';
import { extensionUrn, FIELD_ID, type Field, targetOf } from '../field.ts';
import { mappedForUsers } from './defaults.ts';
import { shorten } from './places.ts';
import { suggestSources } from './rows.ts';

/**
 * @param path the attribute as the client named it
 * @returns which attribute, what to do about it whatever the client is, and then where to do it in Entra ID
 */
export function unsupportedText(
  accountId: string,
  fields: readonly Field[],
  path: string,
  type: ResourceType,
  formerFields: readonly RemovedField[] = [],
): Text {
  const removed = hasFields(accountId, type) ? formerFieldAt(accountId, formerFields, path) : undefined;
  if (removed) return removedText(accountId, removed, path);
  const shown = subject(path.trim() === '' ? '""' : shorten(path));
  const known = hasFields(accountId, type) ? fields : [];
  const instead = targetInstead(accountId, known, path);
  const remedy = instead
    ? say`Send its value as ${instead}, or ${LOWER_REMOVE}`
    : adviceWithoutTarget(accountId, known, path, type);
  return say`${shown} ${reason(accountId, path, type)}. ${fix`${remedy}${inEntra(path, shown, instead)}`}.`;
}

/** Of a field that was removed: when, if that is known (RFC 3339). */
export interface RemovedField extends Pick<Field, 'id'> {
  readonly removedAt?: string;
}

/** The removed field that a path names. */
export function formerFieldAt<Former extends RemovedField>(
  accountId: string,
  formerFields: readonly Former[],
  path: string,
): Former | undefined {
  if (!isInExtension(extensionUrn(accountId), path)) return undefined;
  const name = lastName(attributeNamed(path));
  return formerFields.find(({ id }) => sameName(id, name));
}

function removedText(accountId: string, { id, removedAt }: RemovedField, path: string): Text {
  const shown = subject(shorten(path));
  const day = removedAt === undefined ? '' : ` on ${removedAt.slice(0, 10)}`;
  const remedy = say`${REMOVE}, or bring the field ${id} back in Kissflow (kissflow-scim field restore ${accountId} ${id}): the values of users are kept`;
  return say`${shown} is a field of account ${accountId} that was removed${day}. ${fix`${remedy}${inEntra(path, shown, undefined)}`}.`;
}

/** Whether resources of the type hold the account's fields. */
const hasFields = (accountId: string, type: ResourceType): boolean =>
  type.extension(extensionUrn(accountId)) !== undefined;

const REMOVE = 'Remove it from the attribute mappings of your identity provider';
const LOWER_REMOVE = `remove${REMOVE.slice('Remove'.length)}`;

const ENTERPRISE = /^urn:ietf:params:scim:schemas:extension:enterprise:2\.0:?User/i;
const ANY_ACCOUNT = /^urn:kissflow:scim:schemas:extension:([^:]*)/i;

function reason(accountId: string, path: string, type: ResourceType): string {
  const resources = `${type.name.toLowerCase()}s`;
  if (!hasFields(accountId, type)) return `is not an attribute of ${resources}`;
  if (ENTERPRISE.test(path)) return 'belongs to the Enterprise User extension, which Kissflow does not have';
  const own = extensionUrn(accountId);
  if (isInExtension(own, path)) return `is not a field of account ${accountId}`;
  const [, account] = ANY_ACCOUNT.exec(path) ?? [];
  const where = `the fields of account ${accountId} begin with ${own}:`;
  if (account === undefined) return `is not an attribute of ${resources} in account ${accountId}`;
  return sameName(account, accountId)
    ? `is not a field of account ${accountId}; ${where}`
    : `belongs to another Kissflow account; ${where}`;
}

const isInExtension = (urn: string, path: string): boolean =>
  sameName(path.slice(0, urn.length + 1), `${urn}:`);

/** The account's own attribute for the same thing: by the name of a field, or by what Entra maps to it. */
function targetInstead(accountId: string, fields: readonly Field[], path: string): string | undefined {
  const name = nameIn(path, accountId);
  if (name === undefined) return undefined;
  const source = mappedForUsers.find(
    ([target]) => ENTERPRISE.test(target) && sameName(lastName(target), name),
  );
  const bySource = suggestSources(fields).findIndex((one) => one?.attribute === (source?.[1] ?? ''));
  const field = fields.find(({ id }) => sameName(id, name)) ?? fields[bySource];
  return field && targetOf(accountId, field);
}

/** Of an attribute, or of what is below one of an extension; a sub-attribute of a core attribute is not a field. */
function nameIn(path: string, accountId: string): string | undefined {
  const extended = ENTERPRISE.test(path) || isInExtension(extensionUrn(accountId), path);
  const whole = extended ? attributeNamed(path) : path;
  return /^(?:urn:[^\s[\]"]+:)?[A-Za-z]\w*$/i.test(whole) ? lastName(whole) : undefined;
}

/** A value filter and a sub-attribute. */
const BELOW = /(?:\[[^[\]]*\])?(?:\.[$A-Za-z][\w$]*)?$/;

/** The attribute that a path is in, with its URN. */
export const attributeNamed = (path: string): string => path.replace(BELOW, '');

const lastName = (path: string): string => path.slice(path.lastIndexOf(':') + 1);

const NOT_BY_VALUE = /^members\[(?!\s*value\b)/i;
const BY_VALUE = 'Name members by "value", as in members[value eq "2819c223"]';

function adviceWithoutTarget(
  accountId: string,
  fields: readonly Field[],
  path: string,
  type: ResourceType,
): Text {
  if (!hasFields(accountId, type)) return say`${NOT_BY_VALUE.test(path) ? BY_VALUE : REMOVE}`;
  const name = attributeNamed(path).slice(extensionUrn(accountId).length + 1);
  if (isInExtension(extensionUrn(accountId), path) && FIELD_ID.test(name))
    return say`Define the field ${subject(name)} in Kissflow, or ${LOWER_REMOVE}`;
  if (fields.length === 0) return say`${REMOVE}, or define a field for it in Kissflow`;
  return say`${REMOVE}, or map its source to one of the account's fields: ${fieldList(fields)}`;
}

const FEW = 20;

function fieldList(fields: readonly Field[]): string {
  const named = fields.slice(0, FEW).map(({ id }) => id);
  return `${named.join(', ')}${fields.length > FEW ? ` and ${fields.length - FEW} more` : ''}`;
}

/** What can be the target of an attribute mapping in Entra ID: a client may send paths that no mapping made. */
const TARGET = /^(?:urn:[^\s[\]"]+:)?[A-Za-z]\w*(?:\[[A-Za-z]\w* eq "[^"\]]*"\])?(?:\.[A-Za-z]\w*)?$/i;

function inEntra(path: string, shown: Text, instead: string | undefined): Text {
  if (!TARGET.test(path) || /^members\b/i.test(path)) return say``;
  const where = inBothViews(places.mappings);
  if (!instead) return say`. In Entra ID, delete the mapping with the target ${shown} under ${where}`;
  return say`. In Entra ID, delete the mapping with the target ${shown} under ${where}, and map its source to ${instead}`;
}
