/**
 * Search keys of values that are only kept (resource/shown.ts): their attribute was given another type, in which they
 * have no comparable form. With the key that they had they are counted, and found when the attribute returns as it was.
 */

import { isObject, type Json, type JsonObject } from '../json.ts';
import { fold } from '../resource/compare.ts';
import { equal } from '../resource/equal.ts';
import { type ComplexValue, isComplex, own, type Resource, type Value } from '../resource/resource.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import type { Schema } from '../schema/schema.ts';
import { isFilterable } from './filterable.ts';
import { searchKeys } from './search-keys.ts';

/** A resource as it stood, with its keys. */
export interface Keyed {
  readonly resource: Resource;
  readonly keys: JsonObject;
}

/** @param before the version that `resource` was made from */
export function allKeys(type: ResourceType, resource: Resource, before?: Keyed): JsonObject {
  const keys = searchKeys(type, resource);
  const extensions = type.extensions.flatMap((schema): [string, Json][] => {
    const value = own(resource, schema.id);
    const known = keys[schema.id];
    const present = isObject(known) ? known : {};
    const kept = isComplex(value) ? keptKeys(schema, value, present, before) : [];
    return kept.length === 0 ? [] : [[schema.id, { ...present, ...Object.fromEntries(kept) }]];
  });
  return { ...keys, ...Object.fromEntries(extensions) };
}

function keptKeys(
  { id, attributes }: Schema,
  container: ComplexValue,
  keys: JsonObject,
  before: Keyed | undefined,
): readonly (readonly [string, Json])[] {
  return attributes.flatMap((attribute) => {
    const value = own(container, attribute.name);
    if (value === undefined || Object.hasOwn(keys, attribute.name) || !isFilterable(attribute)) return [];
    const key = keyBefore(id, attribute.name, value, before) ?? plainKey(value);
    return key === undefined ? [] : [[attribute.name, key] as const];
  });
}

/** What it was found by when its attribute had its type. */
function keyBefore(urn: string, name: string, value: Value, before: Keyed | undefined): Json | undefined {
  const container = before && own(before.resource, urn);
  const keys = before?.keys[urn];
  const isSame = isComplex(container) && equal(own(container, name), value);
  return isSame && isObject(keys) && Object.hasOwn(keys, name) ? keys[name] : undefined;
}

/** Of a value whose type nobody knows any more. */
function plainKey(value: Value): Json | undefined {
  if (typeof value === 'string') return fold(value);
  if (!isComplex(value)) return typeof value === 'boolean' ? value : undefined;
  const parts = Object.entries(value).flatMap(([name, part]): [string, Json][] => {
    const key = plainKey(part);
    return key === undefined ? [] : [[name, key]];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}
