/** What is dropped, even in an account that refuses what it has no attribute for. */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation, OperationPath } from '../scim/messages/patch-op.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { sameName } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { targetOf } from './paths.ts';
import { type Note, type Quirk, without } from './quirk.ts';

/** Sent whatever the administrator has mapped, because no one can switch it off. */
interface Extra extends Quirk<ResourceType, string> {
  readonly of: ResourceType['name'];
  /** Name of an attribute of the core schema, or URN of a schema extension. */
  readonly attribute: string;
}

const extra = (one: Omit<Extra, 'apply'>): Extra => ({
  ...one,
  apply: (type, path) => (type.name === one.of && isBelow(type, one.attribute, path) ? path : undefined),
});

export const extras: readonly Extra[] = [
  extra({
    name: 'password',
    source: 'Okta: with every new user, and together with other attributes; it is never stored',
    of: 'User',
    attribute: 'password',
  }),
  extra({
    name: 'okta-group',
    source: 'Okta: the description of a group that is pushed; Okta has no mappings for groups',
    of: 'Group',
    attribute: 'urn:okta:custom:group:1.0',
  }),
];

/** Whether the data is such an extra; then `note` is told of all that is dropped with it. */
export function isExtra(type: ResourceType, path: string, value: Json, note: Note): boolean {
  const found = extras.find((one) => one.apply(type, path) !== undefined);
  if (found) note(found.name, droppedNames(path, value));
  return found !== undefined;
}

/** Operations whose path names an extra do nothing. */
export const withoutExtras = (type: ResourceType, operation: Operation, note: Note): readonly Operation[] =>
  operation.path !== undefined && isExtra(type, operation.path.text.trim(), operation.value ?? null, note)
    ? []
    : [operation];

function isBelow(type: ResourceType, attribute: string, path: string): boolean {
  const folded = path.toLowerCase();
  if (!folded.includes(attribute.toLowerCase())) return false;
  return [attribute, `${type.schema.id}:${attribute}`, `${type.schema.id}.${attribute}`]
    .map((name) => name.toLowerCase())
    .some((name) => folded === name || folded.startsWith(`${name}:`) || folded.startsWith(`${name}.`));
}

const droppedNames = (path: string, value: Json): readonly string[] => {
  if (isEmpty(value)) return [];
  if (!isObject(value)) return [path];
  return Object.keys(value)
    .filter((name) => !isEmpty(value[name] ?? null))
    .map((name) => `${path}:${name}`);
};

/**
 * What the service provider itself sets (RFC 7643 §7 readOnly), in an operation without a path; a path that names such an
 * attribute stays a mistake.
 */
export const ownAttributes: Quirk<ResourceType, OperationPath> = {
  name: 'own-attributes',
  source: 'Okta: "id" beside the new displayName of a group; clients that send back what they have read',
  apply: (type, path) => (targetOf(type, path)?.attribute.mutability === 'readOnly' ? path : undefined),
};

interface Container {
  readonly type: ResourceType;
  readonly urn: string;
}

export const extensionSchemas: Quirk<Container, JsonObject> = {
  name: 'extension-schemas',
  source: 'clients that write an extension as a resource of its own, with "schemas" inside',
  apply: ({ type, urn }, container) => {
    if (!/^urn:/i.test(urn) || type.locate(urn, 'schemas')) return undefined;
    return without(container, (name) => sameName(name, 'schemas'));
  },
};
