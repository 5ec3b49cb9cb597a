/** RFC 7644 §3.5.2.2 Remove Operation, on one top-level attribute. */

import type { Comparable } from '../resource/compare.ts';
import { comparableForm } from '../resource/compare.ts';
import { identifies } from '../resource/elements.ts';
import { isComplex, type Value } from '../resource/resource.ts';
import { type Attribute, findSubAttribute } from '../schema/attribute.ts';
import { changeSelected, elementsOf, omit, selects, type Target } from './target.ts';

/** @returns the new value; undefined when the attribute becomes unassigned. */
export function remove(target: Target, current: Value | undefined): Value | undefined {
  if (current === undefined) return undefined;
  const { sub } = target;
  if (!target.attribute.multiValued) return sub && isComplex(current) ? omit(current, sub.name) : undefined;
  const elements = elementsOf(current);
  const left = sub
    ? changeSelected(target, elements, (element) => omit(element, sub.name))
    : elements.filter((element) => !selects(target, element));
  return left.length === 0 ? undefined : left;
}

/**
 * Takes away what equals one of `listed` in every sub-attribute it gives, but for those that do not tell elements apart:
 * a label may have changed since. Anything else stays.
 */
export function removeListed(target: Target, current: Value | undefined, listed: Value): Value | undefined {
  if (target.sub) return removeSub(target.sub, current, listed);
  const gone = (element: Value) => elementsOf(listed).some((one) => matches(target.attribute, element, one));
  if (!target.attribute.multiValued) return current === undefined || gone(current) ? undefined : current;
  const left = elementsOf(current).filter((element) => !gone(element));
  return left.length === 0 ? undefined : left;
}

function removeSub(sub: Attribute, current: Value | undefined, listed: Value): Value | undefined {
  if (!isComplex(current) || !same(sub, current[sub.name], listed)) return current;
  return omit(current, sub.name);
}

function matches(attribute: Attribute, element: Value, listed: Value): boolean {
  if (!isComplex(element) || !isComplex(listed)) return same(attribute, element, listed);
  const given = Object.entries(listed);
  const telling = given.filter(([name]) => identifies(name));
  return (telling.length === 0 ? given : telling).every(([name, value]) => {
    const sub = findSubAttribute(attribute, name);
    return sub !== undefined && same(sub, element[name], value);
  });
}

function same(attribute: Attribute, a: Value | undefined, b: Value): boolean {
  const key = (value: Value | undefined): Comparable | undefined =>
    value === undefined ? undefined : (comparableForm(attribute, value) ?? String(value));
  return key(a) === key(b);
}
