import { isComplex, isMultiple, own, type Value } from './resource.ts';

/** Same canonical value; the order of names does not count, the order of a multi-valued attribute does. */
export function equal(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (isMultiple(a)) return isMultiple(b) && a.length === b.length && a.every((one, i) => equal(one, b[i]));
  if (!isComplex(a) || !isComplex(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => equal(own(a, name), own(b, name)));
}
