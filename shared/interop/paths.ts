/** RFC 7644 §3.5.2 paths, read without refusing: what cannot be read or is unknown is left for the core to report. */

import type { Path } from '../scim/filter/ast.ts';
import { parsePath } from '../scim/filter/parse.ts';
import { type Attribute, findSubAttribute, singleOf } from '../scim/schema/attribute.ts';
import { locate, type ResourceType } from '../scim/schema/resource-type.ts';
import { policy } from './policy.ts';

export function readPath(text: string): Path | undefined {
  try {
    return parsePath(text, policy);
  } catch {
    return undefined;
  }
}

/** What the value of an operation is a value of. */
export interface ValueTarget {
  readonly attribute: Attribute;
  /** A singular attribute, or a sub-attribute; false for a list and for an element of one. */
  readonly single: boolean;
  /** Elements of a list, chosen by a value filter. */
  readonly chosen?: boolean;
  /** Of a sub-attribute: the value that it is a part of. */
  readonly whole?: Attribute;
}

/** @returns undefined when the path names no attribute of the resource type. */
export function targetOf(type: ResourceType, text: string): ValueTarget | undefined {
  const path = readPath(text);
  const attribute = path && locate(type, path.attribute.urn, path.attribute.name)?.attribute;
  if (!path || !attribute) return undefined;
  const name = path.sub ?? path.attribute.sub;
  if (name !== undefined) {
    const sub = findSubAttribute(attribute, name);
    return sub && { attribute: sub, single: true, whole: singleOf(attribute) };
  }
  const single = !attribute.multiValued;
  return path.filter ? { attribute: singleOf(attribute), single, chosen: !single } : { attribute, single };
}

/** `URN:attribute` for `URN.attribute`, where the URN is that of a schema; undefined for any other text. */
export function colonPath(type: ResourceType, text: string): string | undefined {
  const folded = text.toLowerCase();
  const schemas = [type.schema, ...type.extensions];
  const urn = schemas.find(({ id }) => folded.startsWith(`${id.toLowerCase()}.`))?.id;
  return urn === undefined ? undefined : `${text.slice(0, urn.length)}:${text.slice(urn.length + 1)}`;
}
