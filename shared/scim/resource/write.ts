/** Canonical resource -> JSON for a client (RFC 7643 §3): numbers with their digits, `meta`, `$ref`. */

import { isId } from '../id.ts';
import { type Json, type JsonObject, rawNumber, setMember } from '../json.ts';
import type { Attribute, Attributes } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import { isJsonNumber } from './compare.ts';
import { type ComplexValue, isComplex, isMultiple, own, type Resource, type Value } from './resource.ts';
import { versionOf } from './server-attributes.ts';

/** The URI of a resource (RFC 7643 §3.1 `meta.location`). */
export type Locate = (resourceType: string, id: string) => string;

/** @param resource only with visible values (retained.ts) */
export function writeResource(
  type: ResourceType,
  resource: Resource,
  revision: number,
  locate: Locate,
): JsonObject {
  const written: Record<string, Json> = {};
  for (const [name, value] of Object.entries(resource)) {
    const json = writeTopLevel(type, name, value, locate);
    if (json !== undefined) setMember(written, name, json);
  }
  written.meta = {
    ...(isComplex(resource.meta) ? resource.meta : {}),
    location: locate(type.name, String(resource.id)),
    version: versionOf(revision),
  };
  return written;
}

function writeTopLevel(type: ResourceType, name: string, value: Value, locate: Locate): Json | undefined {
  const attribute = type.attributes.named(name);
  if (attribute) return writeValue(attribute, value, locate);
  const extension = type.extension(name);
  return extension && isComplex(value) ? writeExtension(extension.attributes, value, locate) : undefined;
}

function writeExtension(
  attributes: Attributes,
  container: ComplexValue,
  locate: Locate,
): JsonObject | undefined {
  const known: Record<string, Json> = {};
  let isEmpty = true;
  for (const attribute of attributes) {
    const value = own(container, attribute.name);
    if (value === undefined) continue;
    setMember(known, attribute.name, writeValue(attribute, value, locate));
    isEmpty = false;
  }
  return isEmpty ? undefined : known;
}

/** One value, or all of them where there are several. */
export function writeValue(attribute: Attribute, value: Value, locate: Locate): Json {
  if (isMultiple(value)) return value.map((element) => writeValue(attribute, element, locate));
  if (isComplex(value)) return writeComplex(attribute, value, locate);
  return attribute.isNumeric && typeof value === 'string' && isJsonNumber(value) ? rawNumber(value) : value;
}

function writeComplex(attribute: Attribute, value: ComplexValue, locate: Locate): JsonObject {
  const parts: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) {
    const sub = attribute.sub(name);
    setMember(parts, name, sub ? writeValue(sub, part, locate) : (part as string));
  }
  const target = referencedType(attribute, value);
  if (target) parts.$ref = locate(target, String(value.value));
  return parts;
}

/** RFC 7643 §2.4 `$ref`: the resource type that `value` is the id of; a member says its own type. */
function referencedType(attribute: Attribute, value: ComplexValue): string | undefined {
  // Some directories send names for ids: a URI made of one would lead nowhere, or elsewhere.
  if (typeof value.value !== 'string' || !isId(value.value)) return undefined;
  return attribute.refersTo.find((type) => type === value.type) ?? attribute.refersTo[0];
}
