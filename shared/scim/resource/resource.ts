/**
 * This room owns resources and their values: how a client's JSON is read, what values are held to, which of them are visible,
 * and how they are written. It never parses a filter or applies a PATCH, and never sees a store or a request.
 *
 * A resource in canonical form (RFC 7643 §3): names spelled as in the schema, unassigned attributes absent
 * (§2.5: never null, never an empty array), decimals and integers as the digits that were sent.
 */

export type Value = string | boolean | ComplexValue | readonly Value[];
export interface ComplexValue {
  readonly [name: string]: Value;
}

/** `id`, `schemas` and `meta` are set by the service provider; extensions sit below their URN. */
export type Resource = ComplexValue;

export const isComplex = (value: Value | undefined): value is ComplexValue =>
  typeof value === 'object' && !Array.isArray(value);

/** A value by name; inherited names such as `constructor`, which a field may be called, do not count. */
export const own = (value: ComplexValue, name: string): Value | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;

export const isMultiple = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/** Same canonical value; the order of names does not count, the order of a multi-valued attribute does. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isMultiple(a)) return isMultiple(b) && a.length === b.length && a.every((one, i) => equal(one, b[i]));
  if (!isComplex(a) || !isComplex(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => equal(own(a, name), own(b, name)));
}
