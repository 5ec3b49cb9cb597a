/**
 * RFC 7644 §3.5.2.1 and §3.5.2.3: an operation without a path carries an object of attributes. One operation for each
 * of them means the same, and gives each value a target.
 */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Operation, OperationName } from '../scim/messages/patch-op.ts';
import { findAttribute } from '../scim/schema/attribute.ts';
import { findExtension, type ResourceType, rootAttributes } from '../scim/schema/resource-type.ts';
import { colonPath, targetOf } from './paths.ts';
import type { Note, Quirk } from './quirk.ts';

interface Place {
  readonly type: ResourceType;
  /** URN of the extension whose attributes the object holds; undefined at the root. */
  readonly extension: string | undefined;
}

export const pathKey: Quirk<Place, string> = {
  name: 'path-key',
  source: 'Entra ID with aadOptscim062020: paths as keys of one object',
  apply: ({ type, extension }, key) => {
    const path = extension === undefined ? key : `${extension}:${key}`;
    return targetOf(type, colonPath(type, path) ?? path) && path;
  },
};

/** @param note told of keys that are paths and no names */
export function unfold(type: ResourceType, operation: Operation, note: Note): readonly Operation[] {
  const { op, path, value } = operation;
  const extension = path === undefined ? undefined : findExtension(type, path.trim())?.id;
  if (op === 'remove' || !isObject(value) || (path !== undefined && extension === undefined))
    return [operation];
  return unfoldObject({ type, extension }, op, value, note);
}

function unfoldObject(place: Place, op: OperationName, value: JsonObject, note: Note): readonly Operation[] {
  const { type, extension } = place;
  const unknown: [string, Json][] = [];
  const operations = Object.entries(value).flatMap(([key, json]): readonly Operation[] => {
    const container = extension === undefined ? findExtension(type, key) : undefined;
    if (container && isObject(json)) return unfoldObject({ type, extension: container.id }, op, json, note);
    const path = pathOf(place, key, note);
    if (path !== undefined) return [{ op, path, value: json }];
    unknown.push([key, json]);
    return [];
  });
  if (unknown.length === 0) return operations;
  const rest = Object.fromEntries(unknown);
  return [...operations, { op, value: extension === undefined ? rest : { [extension]: rest } }];
}

function pathOf(place: Place, key: string, note: Note): string | undefined {
  const { type, extension } = place;
  const attributes =
    extension === undefined ? rootAttributes(type) : (findExtension(type, extension)?.attributes ?? []);
  const attribute = findAttribute(attributes, key);
  if (attribute) return extension === undefined ? attribute.name : `${extension}:${attribute.name}`;
  const path = pathKey.apply(place, key);
  if (path !== undefined) note(pathKey.name);
  return path;
}
