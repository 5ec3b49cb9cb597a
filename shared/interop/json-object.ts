/** JSON objects as clients write them: names without case (RFC 7643 §2.1), own names only. */

import type { Json, JsonObject } from '../scim/json.ts';
import { sameName } from '../scim/schema/attribute.ts';

/** The first value of that name, with the name as the client spelled it. */
export const named = (object: JsonObject, name: string): [string, Json] | undefined =>
  Object.entries(object).find(([key]) => sameName(key, name));

/** Whether two names differ in case only: which value is meant is for the core to ask. */
export const namesTwice = (object: JsonObject): boolean =>
  new Set(Object.keys(object).map((name) => name.toLowerCase())).size < Object.keys(object).length;

/** The object itself when `change` changes none of its values. */
export function mapValues(object: JsonObject, change: (name: string, value: Json) => Json): JsonObject {
  const entries = Object.entries(object);
  const changed = entries.map(([name, value]): [string, Json] => [name, change(name, value)]);
  return changed.every(([, value], index) => value === entries[index]?.[1])
    ? object
    : Object.fromEntries(changed);
}

/** The object without the names that `unwanted` chooses; undefined when it chooses none. */
export function without(object: JsonObject, unwanted: (name: string) => boolean): JsonObject | undefined {
  const entries = Object.entries(object);
  const kept = entries.filter(([name]) => !unwanted(name));
  return kept.length === entries.length ? undefined : Object.fromEntries(kept);
}
