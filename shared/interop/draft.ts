/** A JSON object while values are put into it: each object is copied once, however many values come. */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';

/** Names that lead to where a value belongs, the outermost first. */
export type NamePath = readonly [string, ...string[]];

export class Draft {
  readonly #values: Map<string, Json | Draft>;
  /** The first name of each that differ only in case (RFC 7643 §2.1), by its lower case. */
  readonly #names = new Map<string, string>();

  constructor(object: JsonObject) {
    this.#values = new Map(Object.entries(object));
    for (const name of this.#values.keys()) {
      const folded = name.toLowerCase();
      if (!this.#names.has(folded)) this.#names.set(folded, name);
    }
  }

  /** @returns false when something stands in the way: two values of one attribute are for the core to refuse */
  put([name, next, ...rest]: NamePath, json: Json): boolean {
    const key = this.#names.get(name.toLowerCase()) ?? name;
    const held = this.#values.get(key) ?? null;
    const isVacant = held === null || held === '';
    if (next === undefined) {
      if (isVacant) this.#set(key, json);
      return isVacant;
    }
    if (held instanceof Draft) return held.put([next, ...rest], json);
    if (!isVacant && !isObject(held)) return false;
    const inner = new Draft(isVacant ? {} : held);
    this.#set(key, inner);
    return inner.put([next, ...rest], json);
  }

  /** @param name exactly as it is spelled */
  remove(name: string): void {
    this.#values.delete(name);
  }

  finished(): JsonObject {
    const entries = [...this.#values].map(([name, value]): [string, Json] => [
      name,
      value instanceof Draft ? value.finished() : value,
    ]);
    return Object.fromEntries(entries);
  }

  #set(name: string, value: Json | Draft): void {
    this.#values.set(name, value);
    this.#names.set(name.toLowerCase(), name);
  }
}
