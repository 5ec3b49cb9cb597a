/** Compares a resource that was read with what it must be: name by name, numbers by their digits. */

import { digitsOf, isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { GROUP_SCHEMA, USER_SCHEMA } from '../client/bodies.ts';
import { type Difference, live, pathTo, type Session, type Tracked } from './session.ts';

/** `members` says whether the members of a group were asked for. */
export function mustMatch(session: Session, tracked: Tracked, actual: JsonObject, members: boolean): void {
  const expected = {
    ...tracked.attributes,
    id: tracked.id,
    meta: { resourceType: tracked.type },
    ...(tracked.type === 'User' ? userPart(session, tracked) : groupPart(tracked, members)),
  };
  session.ledger.differ(compare(pathTo(tracked), expected, actual));
}

/** RFC 7643 §3.1 `schemas` and §4.1.2 `groups`, which the service provider derives. */
function userPart({ extension, groups }: Session, { id, attributes }: Tracked): JsonObject {
  const urn = extension?.urn;
  const memberships = live(groups).filter((group) => group.members.has(id));
  return {
    schemas: urn !== undefined && urn in attributes ? [USER_SCHEMA, urn] : [USER_SCHEMA],
    groups: memberships.map((group) => ({ value: group.id })),
  };
}

const groupPart = (group: Tracked, members: boolean): JsonObject => ({
  schemas: [GROUP_SCHEMA],
  ...(members ? { members: [...group.members].map((value) => ({ value })) } : {}),
});

/** Notes a difference at `path` of `resource` unless both values are the same. */
export function mustBe(
  session: Session,
  resource: string,
  path: string,
  expected: Json,
  actual: Json | undefined,
): void {
  const [wanted, found] = [textOf(expected), textOf(actual)];
  if (wanted !== found) session.ledger.differ([{ resource, path, expected: wanted, actual: found }]);
}

const textOf = (value: Json | undefined): string | undefined =>
  value === undefined ? undefined : [...flatten(value).values()].join(', ');

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
function flatten(json: Json): ReadonlyMap<string, string> {
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
