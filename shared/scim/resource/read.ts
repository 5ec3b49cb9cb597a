/**
 * JSON from a client -> canonical resource (RFC 7643 §2.1 names without case, §2.5 null and empty are
 * unassigned, §7 readOnly values are ignored).
 */

import { invalidSyntax, invalidValue } from '../error.ts';
import { digitsOf, isObject, type Json, type JsonObject } from '../json.ts';
import { type Attribute, findAttribute, findSubAttribute, sameName } from '../schema/attribute.ts';
import { findExtension, type ResourceType, rootAttributes } from '../schema/resource-type.ts';
import type { Schema } from '../schema/schema.ts';
import { field, fix, say } from '../text.ts';
import { bodyEntries, uniquelyNamed } from './body.ts';
import { lastOfEach } from './elements.ts';
import { equal } from './equal.ts';
import { requireFew } from './few.ts';
import type { Intake } from './intake.ts';
import { onePrimary } from './primary.ts';
import { type ComplexValue, isComplex, isMultiple, own, type Resource, type Value } from './resource.ts';

/**
 * Reads the body of a create or replace; `id`, `meta`, `schemas` and other readOnly attributes are left out.
 * @param held the resource that is replaced
 */
export function readResource(
  type: ResourceType,
  body: JsonObject,
  intake: Intake,
  held: Resource = {},
): Resource {
  const rest: [string, Json][] = [];
  const containers: [string, Value][] = [];
  for (const [name, json] of bodyEntries(type, body)) {
    const extension = findExtension(type, name);
    if (!extension) rest.push([name, json]);
    else {
      const container = readContainer(extension, json, own(held, extension.id), intake);
      if (container) containers.push([extension.id, container]);
    }
  }
  const root = readEntries(rootAttributes(type), rest, '', intake, held) ?? {};
  for (const [name, value] of Object.entries(root)) if (name !== type.detached) requireFew(value, name);
  return { ...root, ...Object.fromEntries(containers) };
}

/**
 * Reads one value of `attribute`.
 * @param held the value that is there: it was legal when it was written, and may be sent back although a new one with it
 * would be refused by now, as an option of a dropdown that was taken away
 * @returns undefined when the value is unassigned.
 */
export function readValue(
  attribute: Attribute,
  json: Json,
  path: string,
  intake: Intake,
  held?: Value,
): Value | undefined {
  const canonical = canonicalise(attribute, json, path, intake);
  if (canonical === undefined) return undefined;
  const isHeld = held !== undefined && intake.fits(attribute, canonical) && equal(canonical, held);
  const value = isHeld ? held : intake.check(attribute, canonical, path);
  return isMultiple(value) ? lastOfEach(attribute, value) : value;
}

/** Reads the attributes of an extension. */
function readContainer(
  { id, attributes }: Schema,
  json: Json,
  held: Value | undefined,
  intake: Intake,
): ComplexValue | undefined {
  if (isEmpty(json)) return undefined;
  if (!isObject(json)) throw invalidSyntax('object-needed', say`${field(id)} must be a JSON object.`);
  return readEntries(attributes, Object.entries(json), `${id}:`, intake, isComplex(held) ? held : {});
}

function readEntries(
  attributes: readonly Attribute[],
  entries: readonly [string, Json][],
  prefix: string,
  intake: Intake,
  held: ComplexValue,
): ComplexValue | undefined {
  const seen = new Map<string, Value>();
  for (const [name, value] of uniquelyNamed(entries, prefix)) {
    const attribute = findAttribute(attributes, name);
    if (!attribute) reportUnknown(prefix + name, value, intake);
    else if (attribute.mutability !== 'readOnly') {
      const path = prefix + attribute.name;
      const read = readValue(attribute, value, path, intake, own(held, attribute.name));
      if (isMultiple(read)) onePrimary([], read, path);
      if (read !== undefined) seen.set(attribute.name, read);
    }
  }
  return seen.size === 0 ? undefined : Object.fromEntries(seen);
}

function canonicalise(attribute: Attribute, json: Json, path: string, intake: Intake): Json | undefined {
  if (json === null) return undefined;
  if (!attribute.multiValued) return canonicaliseOne(attribute, json, path, intake);
  if (!Array.isArray(json)) {
    throw invalidValue(
      'list-needed',
      say`${field(path)} is multi-valued: ${fix`send an array, even for one value`}.`,
    );
  }
  const elements = json
    .map((element: Json, index) => canonicaliseOne(attribute, element, `${path}[${index}]`, intake))
    .filter((element) => element !== undefined);
  return elements.length === 0 ? undefined : elements;
}

function canonicaliseOne(attribute: Attribute, json: Json, path: string, intake: Intake): Json | undefined {
  if (json === null) return undefined;
  if (attribute.type === 'decimal' || attribute.type === 'integer') return digitsOf(json) ?? json;
  if (attribute.type !== 'complex' || !isObject(json)) return json;
  return canonicaliseComplex(attribute, json, path, intake);
}

function canonicaliseComplex(
  attribute: Attribute,
  json: JsonObject,
  path: string,
  intake: Intake,
): Json | undefined {
  const parts = new Map<string, Json>();
  requireReferenced(attribute, json, path);
  for (const [name, value] of uniquelyNamed(Object.entries(json), `${path}.`)) {
    const sub = findAttribute(attribute.subAttributes ?? [], name);
    if (!sub) reportUnknown(`${path}.${name}`, value, intake);
    else if (sub.mutability !== 'readOnly' && sub.name !== '$ref') {
      const part = canonicalise(sub, value, `${path}.${sub.name}`, intake);
      if (part !== undefined && !(sub.required && part === '')) parts.set(sub.name, part);
    }
  }
  // A value that lacks what it requires is for the validator to refuse: dropped, it would be lost without a word.
  const demanding = attribute.subAttributes?.some((sub) => sub.required) ?? false;
  return parts.size === 0 && !demanding ? undefined : Object.fromEntries(parts);
}

/** RFC 7643 §2.4: `$ref` says where, `value` says which; the first is ours to compute and cannot stand alone. */
function requireReferenced(attribute: Attribute, json: JsonObject, path: string): void {
  const has = (name: string) =>
    Object.keys(json).some((key) => sameName(key, name) && !isEmpty(json[key] ?? null));
  if (!findSubAttribute(attribute, '$ref') || !has('$ref') || has('value')) return;
  throw invalidValue(
    'reference-needs-value',
    say`${field(`${path}.value`)} is required beside $ref: ${fix`send the id of the resource`}.`,
  );
}

/** An extension that the resource type lacks is reported attribute by attribute: each has a mapping of its own. */
export function reportUnknown(path: string, value: Json, intake: Intake): void {
  const inside = isSchemaUrn(path) && isObject(value) ? Object.entries(value) : undefined;
  if (!inside) {
    if (!isEmpty(value)) intake.unknown(path);
    return;
  }
  for (const [name, part] of inside) if (!isEmpty(part)) intake.unknown(`${path}:${name}`);
}

/** `…:2.0:User`, not `…:2.0:User:manager`: a resource type's name comes right after the version. */
const isSchemaUrn = (path: string): boolean => /^urn:.*:\d[\d.]*:?\w*$/i.test(path);

/** How deep emptiness is looked for; what is nested deeper counts as data. */
const MAX_DEPTH = 8;

/** Nothing is lost when such a value is dropped: null, "", and arrays and objects that hold nothing else. */
export function isEmpty(json: Json, depth = 0): boolean {
  if (json === null || json === '') return true;
  if (depth > MAX_DEPTH || typeof json !== 'object') return false;
  if (Array.isArray(json)) return json.every((element: Json) => isEmpty(element, depth + 1));
  return isObject(json) && Object.values(json).every((value) => isEmpty(value, depth + 1));
}
