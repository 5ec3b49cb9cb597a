/**
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

/** A value by name; inherited names such as `constructor`, which a field may be called, are no values. */
export const own = (value: ComplexValue, name: string): Value | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;

export const isMultiple = (value: Value | undefined): value is readonly Value[] => Array.isArray(value);

/**
 * Whether a text has the form of the ids that this service provider assigns (RFC 7643 §3.1): a UUID of version 7
 * (RFC 9562) in lower case. Those of directories are mostly of version 4.
 */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(text);
