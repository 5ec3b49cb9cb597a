/** Attribute paths as Entra's mappings spell them (RFC 7644 §3.5.2): read in a resource, or written into a body. */

import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { sameName } from '../../shared/scim/schema/attribute.ts';
import { objectOrEmpty } from '../client/model.ts';

interface Path {
  readonly urn?: string;
  readonly attribute: string;
  /** The one comparison that Entra writes: `[type eq "work"]`, `[primary eq "True"]`. */
  readonly filter?: { readonly name: string; readonly value: string };
  readonly sub?: string;
}

const PATH = /^(?:(urn:.+):)?([^:.[\]]+)(?:\[(\w+) eq "([^"]*)"\])?(?:\.([^.[\]]+))?$/i;

function parse(path: string): Path {
  const [, urn, attribute = path, name, value = '', sub] = PATH.exec(path) ?? [];
  return {
    attribute,
    ...(urn === undefined ? {} : { urn }),
    ...(name === undefined ? {} : { filter: { name, value } }),
    ...(sub === undefined ? {} : { sub }),
  };
}

export function readAt(resource: JsonObject, path: string): Json | undefined {
  const { urn, attribute, filter, sub } = parse(path);
  const container = urn === undefined ? resource : member(resource, urn);
  const value = member(container, attribute);
  const element = filter === undefined ? value : elements(value).find((one) => matches(one, filter));
  return sub === undefined ? element : member(element, sub);
}

/** The body of a create that holds `entries`. Booleans in a filter travel as text, as the Validator sends them. */
export function bodyOf(entries: readonly (readonly [string, Json])[]): JsonObject {
  return entries.reduce((body, [path, value]) => withValue(body, path, value), {} as JsonObject);
}

function withValue(body: JsonObject, path: string, value: Json): JsonObject {
  const { urn, attribute, filter, sub } = parse(path);
  if (urn !== undefined) {
    const rest = path.slice(urn.length + 1);
    return { ...body, [urn]: withValue(objectOrEmpty(body[urn]), rest, value) };
  }
  const old = body[attribute];
  if (filter) return { ...body, [attribute]: withElement(elements(old), filter, sub ?? 'value', value) };
  return { ...body, [attribute]: sub === undefined ? value : { ...objectOrEmpty(old), [sub]: value } };
}

function withElement(
  old: readonly Json[],
  filter: NonNullable<Path['filter']>,
  sub: string,
  value: Json,
): readonly Json[] {
  const found = old.find((one) => matches(one, filter));
  const element = { [filter.name]: filter.value, ...objectOrEmpty(found), [sub]: value };
  return found === undefined ? [...old, element] : old.map((one) => (one === found ? element : one));
}

const matches = (element: Json, { name, value }: NonNullable<Path['filter']>): boolean =>
  sameName(String(member(element, name)), value);

/** RFC 7643 §2.1: names are case-insensitive. */
function member(json: Json | undefined, name: string): Json | undefined {
  const entries = isObject(json) ? Object.entries(json) : [];
  return entries.find(([key]) => sameName(key, name))?.[1];
}

const elements = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : []);
