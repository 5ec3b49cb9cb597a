/** Compares a resource that was read with what it must be: name by name, numbers by their digits. */

import { digitsOf, isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';

export interface Difference {
  readonly resource: string;
  readonly path: string;
  /** JSON text; undefined when nothing should be (or is) there. */
  readonly expected: string | undefined;
  readonly actual: string | undefined;
}

/** The order of names, and of the values of a multi-valued attribute, does not count (RFC 7643 §2.4). */
export function compare(resource: string, expected: JsonObject, actual: Json): Difference[] {
  const wanted = flatten(clientView(expected));
  const found = flatten(isObject(actual) ? clientView(actual) : actual);
  return [...new Set([...wanted.keys(), ...found.keys()])]
    .filter((path) => wanted.get(path) !== found.get(path))
    .map((path) => ({ resource, path, expected: wanted.get(path), actual: found.get(path) }));
}

/** Leaves out what only the service provider knows: dates and version, and all of a member but its id. */
function clientView(resource: JsonObject): JsonObject {
  const { meta, ...rest } = resource;
  const resourceType = isObject(meta) ? (meta.resourceType ?? null) : null;
  const ids = (value: Json | undefined): Json =>
    Array.isArray(value)
      ? value.map((one: Json) => (isObject(one) ? { value: one.value ?? null } : one))
      : null;
  return { ...rest, meta: { resourceType }, members: ids(rest.members), groups: ids(rest.groups) };
}

/** Path -> JSON text of every simple value; elements are told apart by their type, or else by their value. */
export function flatten(json: Json): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  collect(json, '', leaves);
  return leaves;
}

function collect(json: Json, path: string, leaves: Map<string, string>): void {
  if (Array.isArray(json)) collectElements(json, path, leaves);
  else if (isObject(json)) collectMembers(json, path, leaves);
  else if (json !== null) leaves.set(path, digitsOf(json) ?? JSON.stringify(json));
}

function collectMembers(json: JsonObject, path: string, leaves: Map<string, string>): void {
  const separator = path.endsWith(':User') ? ':' : '.'; // below the URN of an extension
  for (const [name, value] of Object.entries(json)) {
    if (name !== '$ref') collect(value, path === '' ? name : `${path}${separator}${name}`, leaves);
  }
}

function collectElements(elements: readonly Json[], path: string, leaves: Map<string, string>): void {
  const seen = new Map<string, number>();
  for (const element of elements) {
    const key = keyOf(element);
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    collect(element, `${path}[${count === 1 ? key : `${key} #${count}`}]`, leaves);
  }
}

function keyOf(element: Json): string {
  const key = isObject(element) ? (element.type ?? element.value ?? null) : element;
  return typeof key === 'string' ? key : JSON.stringify(key);
}
