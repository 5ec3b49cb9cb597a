/** RFC 7643 §2.4 `primary`: true for at most one value of a multi-valued attribute. */

import { invalidValue } from '../error.ts';
import { field, fix, say } from '../text.ts';
import { isComplex, type Value } from './resource.ts';

export const isPrimary = (value: Value): boolean => isComplex(value) && value.primary === true;

/** The value without the mark. */
export const notPrimary = (value: Value): Value =>
  isComplex(value) && value.primary === true ? { ...value, primary: false } : value;

/**
 * RFC 7644 §3.5.2: a value that became primary takes the mark from the one that had it. Two new ones at once
 * are a contradiction.
 */
export function onePrimary(
  before: readonly Value[],
  after: readonly Value[],
  path: string,
): readonly Value[] {
  if (after.filter(isPrimary).length < 2) return after;
  const held = new Set(before.filter(isPrimary));
  const settled = after.map((value) => (held.has(value) ? notPrimary(value) : value));
  if (settled.filter(isPrimary).length > 1) {
    throw invalidValue(
      'several-primary',
      say`${field(path)} has more than one value with primary true: ${fix`keep it on one of them`}.`,
    );
  }
  return settled;
}
