/**
 * JSON from a client -> canonical resource (RFC 7643 §2.1 names without case, §2.5 null and empty are
 * unassigned, §7 readOnly values are ignored).
 */

import { invalidSyntax } from '../error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Attribute, Attributes } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';
import type { Schema } from '../schema/schema.ts';
import { field, say } from '../text.ts';
import { bodyEntries, uniquelyNamed } from './body.ts';
import { canonicalise, isEmpty, reportUnknown } from './canonicalise.ts';
import { lastOfEach } from './elements.ts';
import {
  type ComplexValue,
  equal,
  isComplex,
  isMultiple,
  own,
  type Resource,
  type Value,
} from './resource.ts';
import { onePrimary, requireElementLimit, type ValueChecks } from './rules.ts';

/**
 * Reads the body of a create or replace; `id`, `meta`, `schemas` and other readOnly attributes are left out.
 * @param held the resource that is replaced
 */
export function readResource(
  type: ResourceType,
  body: JsonObject,
  checks: ValueChecks,
  held: Resource = {},
): Resource {
  const rest: [string, Json][] = [];
  const containers: [string, Value][] = [];
  for (const [name, json] of bodyEntries(type, body)) {
    const extension = type.extension(name);
    if (!extension) rest.push([name, json]);
    else {
      const container = readContainer(extension, json, own(held, extension.id), checks);
      if (container) containers.push([extension.id, container]);
    }
  }
  for (const [name, json] of rest) {
    const attribute = Array.isArray(json) ? type.attributes.named(name) : undefined;
    if (attribute?.multiValued && attribute.mutability !== 'readOnly' && attribute.name !== type.detached) {
      requireElementLimit((json as readonly Json[]).length, attribute.name);
    }
  }
  const root = readEntries(type.attributes, rest, '', checks, held) ?? {};
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
  checks: ValueChecks,
  held?: Value,
): Value | undefined {
  const canonical = canonicalise(attribute, json, path, checks);
  if (canonical === undefined) return undefined;
  const isHeld = held !== undefined && checks.isOfType(attribute, canonical) && equal(canonical, held);
  const value = isHeld ? held : checks.validate(attribute, canonical, path);
  return isMultiple(value) ? lastOfEach(attribute, value) : value;
}

/** Reads the attributes of an extension. */
function readContainer(
  { id, attributes }: Schema,
  json: Json,
  held: Value | undefined,
  checks: ValueChecks,
): ComplexValue | undefined {
  if (isEmpty(json)) return undefined;
  if (!isObject(json)) throw invalidSyntax('object-needed', say`${field(id)} must be a JSON object.`);
  return readEntries(attributes, Object.entries(json), `${id}:`, checks, isComplex(held) ? held : {});
}

function readEntries(
  attributes: Attributes,
  entries: readonly [string, Json][],
  prefix: string,
  checks: ValueChecks,
  held: ComplexValue,
): ComplexValue | undefined {
  const seen = new Map<string, Value>();
  for (const [name, value] of uniquelyNamed(entries, prefix)) {
    const attribute = attributes.named(name);
    if (!attribute) reportUnknown(prefix + name, value, checks);
    else if (attribute.mutability !== 'readOnly') {
      const path = prefix + attribute.name;
      const read = readValue(attribute, value, path, checks, own(held, attribute.name));
      if (isMultiple(read)) onePrimary([], read, path);
      if (read !== undefined) seen.set(attribute.name, read);
    }
  }
  return seen.size === 0 ? undefined : Object.fromEntries(seen);
}
