/**
 * RFC 7643 §2: every filterable attribute of a resource in comparable form, in the shape that a KeyPath walks:
 * schema spelling, extensions below their URN. Led by the schema, so that no other name can get in.
 */

import { assigned, type Json, type JsonObject } from '../json.ts';
import { comparable } from '../resource/compare.ts';
import { type ComplexValue, isComplex, isMultiple, type Resource, type Value } from '../resource/resource.ts';
import type { Attribute } from '../schema/attribute.ts';
import { type ResourceType, rootAttributes } from '../schema/resource-type.ts';
import { isFilterable } from './filterable.ts';
import { isNumeric, NUMBER } from './place.ts';

/** Values without a comparable form are left out, and objects and arrays that would be empty. */
export function searchKeys(type: ResourceType, resource: Resource): JsonObject {
  const root = objectKeys(rootAttributes(type), resource);
  const extensions = type.extensions.map((schema): Entry => {
    const value = own(resource, schema.id);
    return [
      schema.id,
      isComplex(value)
        ? nonEmpty(objectKeys([...schema.attributes, ...(schema.former ?? [])], value))
        : undefined,
    ];
  });
  return { ...root, ...keysOf(extensions) };
}

/** Keys of one element of `attribute`: what the condition of a PATCH path is evaluated over. */
export function valueKeys(attribute: Attribute, element: Value): Json {
  if (attribute.type !== 'complex') return simpleKey(attribute, element);
  return isComplex(element) ? objectKeys(attribute.subAttributes ?? [], element, attribute) : {};
}

/** Of a binary value only that it is there: it has no comparable form (RFC 7643 §2.3.6), but it is a value. */
function simpleKey(attribute: Attribute, value: Value): Json {
  if (attribute.type === 'binary') return value === '' ? null : true;
  const form = comparable(attribute, value);
  if (form === undefined) return null;
  return isNumeric(attribute) ? { [NUMBER]: form } : form;
}

type Entry = readonly [name: string, key: Json | undefined];

function objectKeys(attributes: readonly Attribute[], value: ComplexValue, parent?: Attribute): JsonObject {
  const filterable = attributes.filter((attribute) => isFilterable(attribute, parent));
  return keysOf(
    filterable.map((attribute) => [attribute.name, keyOf(attribute, own(value, attribute.name))]),
  );
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

const keysOf = (entries: readonly Entry[]): JsonObject => assigned(Object.fromEntries(entries)) as JsonObject;

// A field may be called `constructor`.
const own = (value: ComplexValue, name: string): Value | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;
