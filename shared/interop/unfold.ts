/**
 * RFC 7644 §3.5.2.1 and §3.5.2.3: an operation without a path carries an object of attributes. One operation for each
 * of them means the same, and gives each value a target.
 */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation, OperationName } from '../scim/messages/patch-op.ts';
import { findAttribute, sameName } from '../scim/schema/attribute.ts';
import { findExtension, type ResourceType, rootAttributes } from '../scim/schema/resource-type.ts';
import { isExtra } from './extras.ts';
import { extensionSchemas, ownAttributes } from './own-attributes.ts';
import { colonPath, targetOf } from './paths.ts';
import { type Note, type Quirk, rewrite } from './quirk.ts';

interface Place {
  readonly type: ResourceType;
  /** URN of the extension whose attributes the object holds; undefined at the root. */
  readonly extension: string | undefined;
  /** Whether the object stands below the URN of the core schema: a further one inside means nothing. */
  readonly below?: boolean;
}

export const pathKey: Quirk<Place, string> = {
  name: 'path-key',
  source: 'Entra ID with aadOptscim062020: paths as keys of one object',
  apply: ({ type, extension }, key) => {
    const path = extension === undefined ? key : `${extension}:${key}`;
    return targetOf(type, colonPath(type, path) ?? path) && path;
  },
};

/** @param note told of keys that are paths and no names, and of those that are dropped */
export function unfold(type: ResourceType, operation: Operation, note: Note): readonly Operation[] {
  const { op, path, value } = operation;
  const root: Place = { type, extension: undefined };
  const place = path === undefined ? root : placeBelow(root, path.trim());
  if (op === 'remove' || !isObject(value)) return [operation];
  if (place) return unfoldObject(place, op, value, note);
  if (path === undefined || targetOf(type, path)) return [operation];
  return [{ ...operation, value: withoutSchemas(type, path.trim(), value, note) }];
}

/** The object below a URN: of an extension, or of the core schema, where attributes stand as at the root. */
function placeBelow({ type, extension, below }: Place, urn: string): Place | undefined {
  if (extension !== undefined) return undefined;
  if (sameName(urn, type.schema.id)) return below ? undefined : { type, extension, below: true };
  const found = findExtension(type, urn);
  return found && { type, extension: found.id };
}

function unfoldObject(place: Place, op: OperationName, value: JsonObject, note: Note): readonly Operation[] {
  const { type, extension } = place;
  const object = extension === undefined ? value : withoutSchemas(type, extension, value, note);
  const unknown: [string, Json][] = [];
  const operations = Object.entries(object).flatMap(([key, json]): readonly Operation[] => {
    const inner = isObject(json) ? placeBelow(place, key) : undefined;
    if (inner && isObject(json)) return unfoldObject(inner, op, json, note);
    const name = extension === undefined ? key : `${extension}:${key}`;
    if (isExtra(type, name, json, note) || isOwn(type, name, note)) return [];
    const path = pathOf(place, key, note);
    if (path !== undefined) return [{ op, path, value: json }];
    unknown.push([key, isObject(json) ? withoutSchemas(type, key, json, note) : json]);
    return [];
  });
  if (unknown.length === 0) return operations;
  const rest = Object.fromEntries(unknown);
  return [...operations, { op, value: extension === undefined ? rest : { [extension]: rest } }];
}

const withoutSchemas = (type: ResourceType, urn: string, container: JsonObject, note: Note): JsonObject =>
  rewrite([extensionSchemas], { type, urn }, container, note);

function isOwn(type: ResourceType, path: string, note: Note): boolean {
  const own = ownAttributes.apply(type, colonPath(type, path) ?? path) !== undefined;
  if (own) note(ownAttributes.name);
  return own;
}

function pathOf(place: Place, key: string, note: Note): string | undefined {
  const { type, extension } = place;
  const attributes =
    extension === undefined ? rootAttributes(type) : (findExtension(type, extension)?.attributes ?? []);
  const attribute = findAttribute(attributes, key);
  if (attribute) return extension === undefined ? attribute.name : `${extension}:${attribute.name}`;
  const path = pathKey.apply(place, key) ?? unreadable(place, key);
  if (path !== undefined) note(pathKey.name);
  return path;
}

/** A value filter that cannot be read, behind the name of an attribute: the core says what is wrong with it. */
function unreadable(place: Place, key: string): string | undefined {
  const name = key.slice(0, Math.max(0, key.indexOf('[')));
  return pathKey.apply(place, name) && `${place.extension === undefined ? '' : `${place.extension}:`}${key}`;
}
