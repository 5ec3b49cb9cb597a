/** What a rule is, and what rules rewrite with: JSON objects as clients write them, names without case (RFC 7643 §2.1). */

import type { Json, JsonObject } from '../scim/json.ts';
import { sameName } from '../scim/schema/attribute.ts';

/** Told the name of a rule, or of a deviation that the core allows, each time it made a difference; and what was dropped. */
export type Note = (quirk: string, dropped?: readonly string[]) => void;

export interface Quirk<Context, Given, Meant = Given> {
  readonly name: string;
  /** Who sends it. */
  readonly source: string;
  /** What the client means; undefined where the rule has nothing to say. */
  readonly apply: (context: Context, given: Given) => Meant | undefined;
}

/** Applies the rules one after the other, each to what the ones before it made. */
export function rewrite<Context, Given>(
  rules: readonly Quirk<Context, Given>[],
  context: Context,
  given: Given,
  note: Note,
): Given {
  return rules.reduce((current, rule) => {
    const meant = rule.apply(context, current);
    if (meant === undefined) return current;
    note(rule.name);
    return meant;
  }, given);
}

/** Runs `change` and passes on what it notes; without a note nothing was changed, and `given` itself comes back. */
export function unlessUnchanged<Given, Meant>(
  given: Given,
  note: Note,
  change: (note: Note) => Meant,
): Given | Meant {
  const notes: Parameters<Note>[] = [];
  const meant = change((...one) => notes.push(one));
  for (const one of notes) note(...one);
  return notes.length === 0 ? given : meant;
}

/** The first value of that name, with the name as the client spelled it. */
export const named = (object: JsonObject, name: string): [string, Json] | undefined =>
  Object.entries(object).find(([key]) => sameName(key, name));

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
  const left = entries.filter(([name]) => !unwanted(name));
  return left.length === entries.length ? undefined : Object.fromEntries(left);
}
