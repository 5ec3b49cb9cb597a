/**
 * Values that are kept beside their resource, a group's `members` and a user's `groups`, in its JSON text. They stand at
 * its end, and where there are many of them they are written in pieces: a group may have a million members.
 */

import type { JsonObject } from '../scim/json.ts';
import type { Value } from '../scim/resource/resource.ts';
import { type Locate, writeValue } from '../scim/resource/write.ts';
import type { Attribute } from '../scim/schema/attribute.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';

/** Values of the attribute of a relation; where there may be many, they are made as they are taken. */
export interface Related extends Iterable<Value> {
  readonly length: number;
}

/** JSON text; pieces of it, made as they are taken, where all of it would be long. */
export type JsonText = string | Iterable<string>;

/** Values of one piece. */
const AT_ONCE = 500;

/** What of the attribute a client gets. */
export type Select = (resource: JsonObject) => JsonObject;

/**
 * Writes the attribute into resources of one type; a value that several of them share is written once.
 * @returns takes the text of a resource without its last brace
 */
export function relatedWriter(type: ResourceType, locate: Locate, select?: Select) {
  const attribute = type.relation && type.attributes.named(type.relation.attribute);
  if (!attribute) return (open: string): JsonText => `${open}}`;
  const written = new Map<Value, string>();
  const elementOf = (value: Value): string => {
    const text = written.get(value) ?? elements(attribute, [value], locate, select);
    written.set(value, text);
    return text;
  };
  const begin = `,${JSON.stringify(attribute.name)}:[`;
  return (open: string, related: Related): JsonText => {
    if (related.length === 0) return `${open}}`;
    if (related.length > AT_ONCE)
      return pieces(open, begin, related, (some) => elements(attribute, some, locate, select));
    let list = '';
    for (const value of related) {
      const text = elementOf(value);
      if (text !== '') list += list === '' ? text : `,${text}`;
    }
    return list === '' ? `${open}}` : `${open}${begin}${list}]}`;
  };
}

function* pieces(
  open: string,
  begin: string,
  related: Related,
  textOf: (some: readonly Value[]) => string,
): Generator<string> {
  let start = open + begin;
  let end = `${open}}`;
  for (const some of chunked(related)) {
    const text = textOf(some);
    if (text === '') continue;
    yield start + text;
    start = ',';
    end = ']}';
  }
  yield end;
}

/** @returns nothing where nothing of them is selected */
function elements(
  attribute: Attribute,
  values: readonly Value[],
  locate: Locate,
  select: Select | undefined,
): string {
  const written = writeValue(attribute, values, locate);
  const json = select ? select({ [attribute.name]: written })[attribute.name] : written;
  return Array.isArray(json) ? JSON.stringify(json).slice(1, -1) : '';
}

function* chunked(values: Iterable<Value>): Generator<readonly Value[]> {
  let some: Value[] = [];
  for (const value of values) {
    if (some.push(value) < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}
