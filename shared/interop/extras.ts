/**
 * Data that a client sends whatever its administrator has mapped: no one can switch it off. It is dropped even in an
 * account that refuses what it has no attribute for, and the log names it.
 */

import { isObject, type Json } from '../scim/json.ts';
import type { Operation } from '../scim/messages/patch-op.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { Note, Quirk } from './quirk.ts';

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
  if (found) note(found.name, namesIn(path, value));
  return found !== undefined;
}

/** Operations whose path names an extra do nothing. */
export const withoutExtras = (type: ResourceType, operation: Operation, note: Note): readonly Operation[] =>
  operation.path !== undefined && isExtra(type, operation.path.trim(), operation.value ?? null, note)
    ? []
    : [operation];

function isBelow(type: ResourceType, attribute: string, path: string): boolean {
  const folded = path.toLowerCase();
  return [attribute, `${type.schema.id}:${attribute}`, `${type.schema.id}.${attribute}`]
    .map((name) => name.toLowerCase())
    .some((name) => folded === name || folded.startsWith(`${name}:`) || folded.startsWith(`${name}.`));
}

const namesIn = (path: string, value: Json): readonly string[] => {
  if (isEmpty(value)) return [];
  if (!isObject(value)) return [path];
  return Object.keys(value)
    .filter((name) => !isEmpty(value[name] ?? null))
    .map((name) => `${path}:${name}`);
};
