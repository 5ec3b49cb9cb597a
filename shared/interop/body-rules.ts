/** Bodies of create and replace (RFC 7644 §3.3, §3.5.1): attributes that stand elsewhere than their schema has them. */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Located, ResourceType } from '../scim/schema/resource-type.ts';
import { Draft, type NamePath } from './draft.ts';
import { extensionSchemas, isExtra } from './dropped.ts';
import { colonPath, pathOf } from './paths.ts';
import { mapValues, type Note, type Quirk, rewrite, without } from './quirk.ts';

/** Where a key stands: at the root of the resource, or in the container of an extension. */
interface KeyHolder {
  readonly type: ResourceType;
  readonly extension?: string;
}

const urnKey: Quirk<KeyHolder, string, NamePath> = {
  name: 'urn-key',
  source: 'Entra ID: "URN:attribute" as a key beside the attributes of the core schema',
  apply: ({ type, extension }, key) => {
    const path = extension === undefined && key.includes(':') ? pathOf(key).parsed : undefined;
    if (path?.attribute.urn === undefined || path.filter) return undefined;
    const { urn, name, sub } = path.attribute;
    return pathOfNames(type.locate(urn, name), sub);
  },
};

const dottedUrnKey: Quirk<KeyHolder, string, NamePath> = {
  name: 'dotted-urn',
  source: 'Entra ID jobs from before 18 December 2018: a dot between URN and attribute',
  apply: (holder, key) => {
    const path = holder.extension === undefined ? colonPath(holder.type, key) : undefined;
    return path && urnKey.apply(holder, path.text);
  },
};

const dottedKey: Quirk<KeyHolder, string, NamePath> = {
  name: 'dotted-key',
  source: 'Entra ID: custom attributes that are mapped as "Manager.value"',
  apply: ({ type, extension }, key) => {
    const path = key.includes('.') ? pathOf(key).parsed : undefined;
    if (!path || path.filter || path.attribute.urn !== undefined) return undefined;
    const { name, sub } = path.attribute;
    const located = type.locate(extension ?? type.schema.id, name);
    return located && pathOfNames({ ...located, extension: undefined }, sub);
  },
};

export const keyRules = [urnKey, dottedUrnKey, dottedKey];

/** The body with every attribute where its schema has it; unknown names stay where they are. */
export function withKeysInPlace(type: ResourceType, body: JsonObject, note: Note): JsonObject {
  const mapped = without(body, (name) => isExtra(type, name, body[name] ?? null, note)) ?? body;
  return mapValues(nest({ type }, mapped, note), (name, json) => {
    const container = isObject(json) ? rewrite([extensionSchemas], { type, urn: name }, json, note) : json;
    const extension = type.extension(name);
    return extension && isObject(container)
      ? nest({ type, extension: extension.id }, container, note)
      : container;
  });
}

function pathOfNames(located: Located | undefined, sub: string | undefined): NamePath | undefined {
  if (!located) return undefined;
  const { attribute, extension } = located;
  const first: NamePath = extension === undefined ? [attribute.name] : [extension, attribute.name];
  if (sub === undefined) return first;
  const found = attribute.multiValued ? undefined : attribute.sub(sub);
  return found && [...first, found.name];
}

interface Misplaced {
  readonly key: string;
  readonly json: Json;
  readonly names: NamePath;
  readonly quirk: string;
}

function nest(holder: KeyHolder, object: JsonObject, note: Note): JsonObject {
  // One try for each attribute: the work stays in proportion however many keys name the same one.
  const misplaced = new Map<string, Misplaced>();
  for (const [key, json] of Object.entries(object)) {
    const found = findMisplaced(holder, key, json);
    if (found && !misplaced.has(found.names.join(' '))) misplaced.set(found.names.join(' '), found);
  }
  if (misplaced.size === 0) return object;
  const draft = new Draft(object);
  for (const { key, json, names, quirk } of misplaced.values()) {
    if (!draft.put(names, json)) continue;
    draft.remove(key);
    note(quirk);
  }
  return draft.finished();
}

function findMisplaced(holder: KeyHolder, key: string, json: Json): Misplaced | undefined {
  if (holder.extension === undefined && holder.type.extension(key)) return undefined;
  for (const rule of keyRules) {
    const names = rule.apply(holder, key);
    if (names) return { key, json, names, quirk: rule.name };
  }
  return undefined;
}
