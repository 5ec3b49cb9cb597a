/**
 * RFC 7643 §2: every filterable attribute of a resource in comparable form, in the shape that a KeyPath walks:
 * schema spelling, extensions below their URN. Led by the schema, so that no other name can get in.
 */

import { isObject, type Json, type JsonObject, setMember } from '../json.ts';
import { comparableForm, fold } from '../resource/compare.ts';
import {
  type ComplexValue,
  equal,
  isComplex,
  isMultiple,
  own,
  type Resource,
  type Value,
} from '../resource/resource.ts';
import type { Attribute, Attributes } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import type { Schema } from '../schema/schema.ts';

/**
 * A number is below this name, so that a text which was stored before its attribute became a number is
 * never compared as a number, nor a number as a text.
 */
export const NUMBER_KEY = 'number';

/** Values without a comparable form are left out, and objects and arrays that would be empty. */
export function searchKeys(type: ResourceType, resource: Resource): JsonObject {
  const keys = objectKeys(type.attributes, resource);
  for (const { id, keyed } of type.extensions) {
    const value = own(resource, id);
    const key = isComplex(value) ? nonEmpty(objectKeys(keyed, value)) : undefined;
    if (key !== undefined) setMember(keys, id, key);
  }
  return keys;
}

/** Keys of one element of `attribute`: what the condition of a PATCH path is evaluated over. */
export function valueKeys(attribute: Attribute, element: Value): Json {
  if (attribute.type !== 'complex') return simpleKey(attribute, element);
  return isComplex(element) ? objectKeys(attribute.subAttributes, element) : {};
}

/** Of a binary value only that it is there: it has no comparable form (RFC 7643 §2.3.6), but it is a value. */
function simpleKey(attribute: Attribute, value: Value): Json {
  if (attribute.type === 'binary') return value === '' ? null : true;
  const form = comparableForm(attribute, value);
  if (form === undefined) return null;
  return attribute.isNumeric ? { [NUMBER_KEY]: form } : form;
}

function objectKeys({ filterable }: Attributes, value: ComplexValue): Record<string, Json> {
  const keys: Record<string, Json> = {};
  for (const attribute of filterable) {
    const key = keyOf(attribute, own(value, attribute.name));
    if (key !== undefined) setMember(keys, attribute.name, key);
  }
  return keys;
}

function keyOf(attribute: Attribute, value: Value | undefined): Json | undefined {
  if (value === undefined) return undefined;
  if (!attribute.multiValued) return nonEmpty(valueKeys(attribute, value));
  const elements = isMultiple(value) ? value : [];
  return nonEmpty(elements.map((element) => nonEmpty(valueKeys(attribute, element)) ?? null).filter(isKey));
}

const isKey = (key: Json): boolean => key !== null;

function nonEmpty(key: Json): Json | undefined {
  if (key === null) return undefined;
  return typeof key === 'object' && Object.keys(key).length === 0 ? undefined : key;
}

/** A resource as it stood, with its keys. */
export interface KeyedResource {
  readonly resource: Resource;
  readonly keys: JsonObject;
}

/** @param before the version that `resource` was made from */
export function searchKeysWithRetained(
  type: ResourceType,
  resource: Resource,
  before?: KeyedResource,
): JsonObject {
  const keys = searchKeys(type, resource);
  const extensions = type.extensions.flatMap((schema): [string, Json][] => {
    const value = own(resource, schema.id);
    const known = keys[schema.id];
    const present = isObject(known) ? known : {};
    const retained = isComplex(value) ? retainedKeys(schema, value, present, before) : [];
    return retained.length === 0 ? [] : [[schema.id, { ...present, ...Object.fromEntries(retained) }]];
  });
  return extensions.length === 0 ? keys : { ...keys, ...Object.fromEntries(extensions) };
}

function retainedKeys(
  { id, attributes }: Schema,
  container: ComplexValue,
  keys: JsonObject,
  before: KeyedResource | undefined,
): readonly (readonly [string, Json])[] {
  return attributes.filterable.flatMap((attribute) => {
    const value = own(container, attribute.name);
    if (value === undefined || Object.hasOwn(keys, attribute.name)) return [];
    const key = keyBefore(id, attribute.name, value, before) ?? plainKey(value);
    return key === undefined ? [] : [[attribute.name, key] as const];
  });
}

/** Its key from when its attribute had its type. */
function keyBefore(
  urn: string,
  name: string,
  value: Value,
  before: KeyedResource | undefined,
): Json | undefined {
  const container = before && own(before.resource, urn);
  const keys = before?.keys[urn];
  const isSame = isComplex(container) && equal(own(container, name), value);
  return isSame && isObject(keys) && Object.hasOwn(keys, name) ? keys[name] : undefined;
}

/** For a value whose type is not known any more. */
function plainKey(value: Value): Json | undefined {
  if (typeof value === 'string') return fold(value);
  if (!isComplex(value)) return typeof value === 'boolean' ? value : undefined;
  const parts = Object.entries(value).flatMap(([name, part]): [string, Json][] => {
    const key = plainKey(part);
    return key === undefined ? [] : [[name, key]];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}
