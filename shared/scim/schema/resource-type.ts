/** RFC 7643 §6: a resource type is a base schema plus extensions. The argument of everything in this room. */

import { type Attribute, findAttribute, sameName } from './attribute.ts';
import { commonAttributes } from './common.ts';
import type { Schema } from './schema.ts';

export interface ResourceType {
  readonly name: 'User' | 'Group';
  readonly description: string;
  readonly endpoint: '/Users' | '/Groups';
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
  /** The attribute whose value is unique in the account, without regard to case. */
  readonly uniqueAttribute: 'userName' | 'displayName';
  /** Kept as documents of their own, beside the resource: never read to change them. */
  readonly detached?: 'members';
}

/** Where an attribute lives: at the root of a resource, or below the URN of an extension. */
export interface Located {
  readonly attribute: Attribute;
  /** URN of the extension that holds the attribute; undefined at the root. */
  readonly extension: string | undefined;
}

const roots = new WeakMap<Schema, readonly Attribute[]>();

/** Common attributes (RFC 7643 §3.1) and those of the base schema. */
export function rootAttributes({ schema }: ResourceType): readonly Attribute[] {
  const known = roots.get(schema);
  if (known) return known;
  const attributes = [...commonAttributes, ...schema.attributes];
  roots.set(schema, attributes);
  return attributes;
}

export const findExtension = (type: ResourceType, urn: string): Schema | undefined =>
  type.extensions.find((schema) => sameName(schema.id, urn));

/**
 * Finds a top-level attribute. Without a URN, base attributes win over extension attributes, so that a bare
 * name which is only an extension attribute means that one.
 */
export function locate(type: ResourceType, urn: string | undefined, name: string): Located | undefined {
  if (urn === undefined) return locateBare(type, name);
  if (sameName(urn, type.schema.id)) return at(findAttribute(rootAttributes(type), name), undefined);
  const extension = findExtension(type, urn);
  return extension && at(findAttribute(extension.attributes, name), extension.id);
}

function locateBare(type: ResourceType, name: string): Located | undefined {
  const root = at(findAttribute(rootAttributes(type), name), undefined);
  if (root) return root;
  for (const extension of type.extensions) {
    const found = at(findAttribute(extension.attributes, name), extension.id);
    if (found) return found;
  }
  return undefined;
}

const at = (attribute: Attribute | undefined, extension: string | undefined): Located | undefined =>
  attribute && { attribute, extension };
