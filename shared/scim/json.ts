/**
 * JSON as SCIM messages carry it. Numbers keep the digits that were sent (RFC 8259 §6 leaves precision
 * to the receiver; Entra compares what it reads back with what it wrote, as text).
 */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject | RawNumber;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** A number whose text differs from JavaScript's own rendering, such as `12.50`; written back verbatim. */
export interface RawNumber {
  readonly rawJSON: string;
}

// ECMAScript's "JSON.parse source text access": in Node 24, not yet in TypeScript's library files.
type Reviver = (this: unknown, name: string, value: unknown, context: { source?: string }) => unknown;
const native = JSON as unknown as {
  parse(text: string, reviver: Reviver): Json;
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
};

/** Parses `text`; throws SyntaxError, or RangeError when it is nested too deeply. */
export function parseJson(text: string): Json {
  return native.parse(text, (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? native.rawJSON(source)
      : value,
  );
}

/** The JSON number with exactly these digits; `digits` must be a JSON number (RFC 8259 §6). */
export const rawNumber = (digits: string): RawNumber => native.rawJSON(digits);

export const isRawNumber = (value: unknown): value is RawNumber => native.isRawJSON(value);

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value);

/** The text of a JSON number as it was sent; undefined for any other value. */
export function digitsOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return isRawNumber(value) ? value.rawJSON : undefined;
}

/** The same members, of which those that may be undefined are optional. */
type Assigned<Members> = {
  [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
} & {
  [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<
    Members[Name],
    undefined
  >;
};

/** Without the members that are undefined: such a member is left out, as an unassigned attribute is (RFC 7643 §2.5). */
export function assigned<Members extends object>(members: Members): Assigned<Members> {
  const given = members as Readonly<Record<string, unknown>>;
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(given)) {
    const value = given[name];
    if (value !== undefined) setMember(kept, name, value);
  }
  return kept as Assigned<Members>;
}

/** Sets a member of an object that is being made, whatever it is called. */
export function setMember<Value>(object: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') Object.defineProperty(object, name, { ...PLAIN, value });
  else object[name] = value;
}

const texts = new WeakMap<object, string>();

/** The JSON text of an object that does not change, made once however many need it. */
export function jsonTextOf(object: object): string {
  const text = texts.get(object) ?? JSON.stringify(object);
  texts.set(object, text);
  return text;
}

/** As by assignment, which would set the prototype. */
export const PLAIN = { enumerable: true, configurable: true, writable: true };
