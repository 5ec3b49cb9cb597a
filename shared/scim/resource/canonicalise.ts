/** JSON -> the canonical form of one value (RFC 7643 §2.5), before it is validated: names as in the schema, nothing empty. */

import { invalidValue } from '../error.ts';
import { digitsOf, isObject, type Json, type JsonObject } from '../json.ts';
import { type Attribute, sameName } from '../schema/attribute.ts';
import { field, fix, say } from '../text.ts';
import { uniquelyNamed } from './body.ts';
import { plainValuesOf } from './plain.ts';
import type { ValueChecks } from './rules.ts';

/** @returns undefined when the value is unassigned */
export function canonicalise(
  attribute: Attribute,
  json: Json,
  path: string,
  checks: ValueChecks,
): Json | undefined {
  if (json === null) return undefined;
  if (!attribute.multiValued) return canonicaliseOne(attribute, json, path, checks);
  if (!Array.isArray(json)) {
    throw invalidValue(
      'list-needed',
      say`${field(path)} is multi-valued: ${fix`send an array, even for one value`}.`,
    );
  }
  const isPlain = plainValuesOf(attribute);
  const elements = json
    .map((element: Json, index) =>
      isPlain(element) ? element : canonicaliseOne(attribute, element, `${path}[${index}]`, checks),
    )
    .filter((element) => element !== undefined);
  return elements.length === 0 ? undefined : elements;
}

function canonicaliseOne(
  attribute: Attribute,
  json: Json,
  path: string,
  checks: ValueChecks,
): Json | undefined {
  if (json === null) return undefined;
  if (attribute.isNumeric) return digitsOf(json) ?? json;
  if (attribute.type !== 'complex' || !isObject(json)) return json;
  return canonicaliseComplex(attribute, json, path, checks);
}

function canonicaliseComplex(
  attribute: Attribute,
  json: JsonObject,
  path: string,
  checks: ValueChecks,
): Json | undefined {
  const parts = new Map<string, Json>();
  requireReferenced(attribute, json, path);
  for (const [name, value] of uniquelyNamed(Object.entries(json), `${path}.`)) {
    const sub = attribute.subAttributes.named(name);
    if (!sub) reportUnknown(`${path}.${name}`, value, checks);
    else if (sub.mutability !== 'readOnly' && sub.name !== '$ref') {
      const part = canonicalise(sub, value, `${path}.${sub.name}`, checks);
      if (part !== undefined && !(sub.required && part === '')) parts.set(sub.name, part);
    }
  }
  // A value that lacks what it requires is for the validator to refuse: dropped, it would be lost without a word.
  return parts.size === 0 && attribute.subAttributes.required.length === 0
    ? undefined
    : Object.fromEntries(parts);
}

/** RFC 7643 §2.4: `$ref` says where, `value` says which; the first is ours to compute and cannot stand alone. */
function requireReferenced(attribute: Attribute, json: JsonObject, path: string): void {
  const has = (name: string) =>
    Object.keys(json).some((key) => sameName(key, name) && !isEmpty(json[key] ?? null));
  if (!attribute.sub('$ref') || !has('$ref') || has('value')) return;
  throw invalidValue(
    'reference-needs-value',
    say`${field(`${path}.value`)} is required beside $ref: ${fix`send the id of the resource`}.`,
  );
}

/** An extension that the resource type lacks is reported attribute by attribute: each has a mapping of its own. */
export function reportUnknown(
  path: string,
  value: Json,
  checks: Pick<ValueChecks, 'unknownAttribute'>,
): void {
  const inside = isSchemaUrn(path) && isObject(value) ? Object.entries(value) : undefined;
  if (!inside) {
    if (!isEmpty(value)) checks.unknownAttribute(path);
    return;
  }
  for (const [name, part] of inside) if (!isEmpty(part)) checks.unknownAttribute(`${path}:${name}`);
}

/** `…:2.0:User`, not `…:2.0:User:manager`: a resource type's name comes right after the version. */
const isSchemaUrn = (path: string): boolean => /^urn:[\s\S]*:\d[\d.]*(?::?[a-z_]\w*|:)?$/i.test(path);

/** How deep emptiness is looked for; what is nested deeper counts as data. */
const MAX_EMPTY_DEPTH = 8;

/** Nothing is lost when such a value is dropped: null, "", and arrays and objects that hold nothing else. */
export function isEmpty(json: Json, depth = 0): boolean {
  if (json === null || json === '') return true;
  if (depth > MAX_EMPTY_DEPTH || typeof json !== 'object') return false;
  if (Array.isArray(json)) return json.every((element: Json) => isEmpty(element, depth + 1));
  return isObject(json) && Object.values(json).every((value) => isEmpty(value, depth + 1));
}
