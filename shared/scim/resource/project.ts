/** RFC 7644 §3.9 and §3.4.2.5: which attributes of a resource are returned. */

import { isObject, type Json, type JsonObject, setMember } from '../json.ts';
import { type Attribute, type Attributes, sameName } from '../schema/attribute.ts';
import type { ResourceType } from '../schema/resource-type.ts';

/** Parameter values as sent: comma-separated names, `name.sub`, or either with a URN in front. */
export interface Selection {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** One selected place; without a name a whole extension. */
interface SelectedPath {
  readonly extension: string | undefined;
  readonly name?: string;
  readonly sub?: string;
}

export interface Projection {
  /** False when the root attribute `name` need not even be read from the store. */
  readonly wants: (name: string) => boolean;
  readonly apply: (resource: JsonObject) => JsonObject;
  /** True when nothing is selected, except whether the attribute of the relation is wanted. */
  readonly isDefault: boolean;
}

/** Names that the resource type does not have select nothing. */
export function projection(type: ResourceType, selection: Selection): Projection {
  const only = selection.attributes?.flatMap((path) => selectedPaths(type, path));
  const without = (selection.excludedAttributes ?? []).flatMap((path) => selectedPaths(type, path));
  const chosen: Choice = { only, without };
  const wants = (name: string) => {
    const attribute = type.attributes.named(name);
    return attribute !== undefined && keeps(chosen, undefined, attribute);
  };
  const isDefault = !only && without.every((path) => isRelation(type, path));
  return { wants, apply: (resource) => applyTo(type, chosen, resource), isDefault };
}

const isRelation = ({ relation }: ResourceType, { extension, name, sub }: SelectedPath): boolean =>
  extension === undefined && sub === undefined && name !== undefined && name === relation?.attribute;

interface Choice {
  readonly only: readonly SelectedPath[] | undefined;
  readonly without: readonly SelectedPath[];
}

function applyTo(type: ResourceType, chosen: Choice, resource: JsonObject): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [name, json] of Object.entries(resource)) {
    const attribute = type.attributes.named(name);
    const extension = attribute ? undefined : type.extension(name);
    const projected = extension
      ? projectContainer(extension.attributes, chosen, extension.id, json)
      : attribute && projectAttribute(attribute, chosen, undefined, json);
    if (projected !== undefined) setMember(kept, name, projected);
  }
  return kept;
}

function projectContainer(
  attributes: Attributes,
  chosen: Choice,
  extension: string | undefined,
  container: Json,
): JsonObject | undefined {
  if (!isObject(container)) return undefined;
  const kept: Record<string, Json> = {};
  let isEmpty = true;
  for (const attribute of attributes) {
    const json = Object.hasOwn(container, attribute.name) ? container[attribute.name] : undefined;
    const projected = json === undefined ? undefined : projectAttribute(attribute, chosen, extension, json);
    if (projected === undefined) continue;
    setMember(kept, attribute.name, projected);
    isEmpty = false;
  }
  return isEmpty ? undefined : kept;
}

const projectAttribute = (
  attribute: Attribute,
  chosen: Choice,
  extension: string | undefined,
  json: Json,
): Json | undefined =>
  keeps(chosen, extension, attribute) ? projectSubs(attribute, chosen, extension, json) : undefined;

/** RFC 7643 §7 `returned`. */
function keeps({ only, without }: Choice, extension: string | undefined, attribute: Attribute): boolean {
  if (attribute.returned === 'always') return true;
  if (attribute.returned === 'never') return false;
  const here = (path: SelectedPath) => covers(path, extension, attribute.name);
  if (without.some((path) => path.sub === undefined && here(path))) return false;
  return only ? only.some(here) : attribute.returned === 'default';
}

const covers = (path: SelectedPath, extension: string | undefined, name: string): boolean =>
  path.extension === extension && (path.name === undefined || path.name === name);

function projectSubs(
  attribute: Attribute,
  chosen: Choice,
  extension: string | undefined,
  json: Json,
): Json | undefined {
  if (!chosen.only && chosen.without.length === 0) return json;
  const subsOf = (paths: readonly SelectedPath[]) =>
    paths.filter((path) => covers(path, extension, attribute.name)).map((path) => path.sub);
  const only = subsOf(chosen.only ?? []);
  const without = subsOf(chosen.without);
  const all = only.length === 0 || only.includes(undefined);
  const wanted = (name: string) => (all || only.includes(name)) && !without.includes(name);
  return all && without.length === 0 ? json : pick(json, wanted);
}

/** An element or value of which nothing is left is not returned. */
function pick(json: Json, wanted: (name: string) => boolean): Json | undefined {
  if (Array.isArray(json)) {
    const elements = json.map((element: Json) => pick(element, wanted)).filter((one) => one !== undefined);
    return elements.length === 0 ? undefined : elements;
  }
  if (!isObject(json)) return json;
  const parts = Object.entries(json).filter(([name]) => wanted(name));
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

/** `name`, `name.sub`, `URN`, `URN:name`, `URN:name.sub`; URNs hold dots, so the longest known URN goes first. */
function selectedPaths(type: ResourceType, path: string): SelectedPath[] {
  const extension = type.extension(path);
  if (extension) return [{ extension: extension.id }];
  if (sameName(path, type.schema.id)) return [{ extension: undefined }];
  const urn = [type.schema, ...type.extensions]
    .map((schema) => schema.id)
    .find((id) => sameName(path.slice(0, id.length + 1), `${id}:`));
  const [name = '', subName] = (urn ? path.slice(urn.length + 1) : path).split('.');
  const found = type.locate(urn, name);
  if (!found) return [];
  const base: SelectedPath = { extension: found.extension, name: found.attribute.name };
  if (subName === undefined) return [base];
  const sub = found.attribute.sub(subName);
  return sub ? [{ ...base, sub: sub.name }] : [];
}
