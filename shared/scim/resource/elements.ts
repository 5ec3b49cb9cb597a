/**
 * RFC 7643 §2.4: when two elements of a multi-valued attribute are one. Those with the same `type` and `value` are;
 * without `value`, as addresses are, those that nothing but `primary` and `display` tells apart.
 */

import type { Json } from '../json.ts';
import type { Attribute } from '../schema/attribute.ts';
import { comparableForm } from './compare.ts';
import { type ComplexValue, isComplex, isMultiple, own, type Value } from './resource.ts';

/**
 * What `make` works out of an element, once: elements never change, and each of a thousand operations of a PATCH may look
 * at each of a thousand elements.
 */
export function oncePerElement<Result>(
  make: (attribute: Attribute, element: Value) => Result,
): (attribute: Attribute, element: Value) => Result {
  const known = new WeakMap<ComplexValue, { readonly attribute: Attribute; readonly result: Result }>();
  return (attribute, element) => {
    if (!isComplex(element)) return make(attribute, element);
    const before = known.get(element);
    if (before?.attribute === attribute) return before.result;
    const result = make(attribute, element);
    known.set(element, { attribute, result });
    return result;
  };
}

/** RFC 7644 §3.3 and §3.5.1: of elements that are one the last is kept. */
export function lastOfEach(attribute: Attribute, elements: readonly Value[]): readonly Value[] {
  const kept = new Map<string, Value>();
  for (const element of elements) {
    const identity = identify(attribute, element);
    kept.delete(identity);
    kept.set(identity, element);
  }
  return kept.size === elements.length ? elements : [...kept.values()];
}

/** RFC 7644 §3.5.2.1: elements that are one are merged in the place of the first; what a later one leaves out is kept. */
export function mergeEach(attribute: Attribute, elements: readonly Value[]): readonly Value[] {
  const kept = new Map<string, Value>();
  for (const element of elements) {
    const identity = identityOf(attribute, element);
    const there = kept.get(identity);
    kept.set(identity, isComplex(there) && isComplex(element) ? { ...there, ...element } : element);
  }
  return kept.size === elements.length ? elements : [...kept.values()];
}

/** `primary` and `display` say something about an element, not which one it is. */
export const identifies = (name: string): boolean => name !== 'primary' && name !== 'display';

function identify(attribute: Attribute, element: Value): string {
  if (!isComplex(element)) return JSON.stringify(identifyingForm(attribute, element));
  const form = (name: string): Json => identifyingForm(attribute.sub(name), own(element, name));
  if (own(element, 'value') !== undefined) return JSON.stringify([form('type'), form('value')]);
  const names = Object.keys(element).filter(identifies).sort();
  return JSON.stringify(names.map((name) => [name, form(name)]));
}

const identityOf = oncePerElement(identify);

/** Without case where the attribute has none; a value without a comparable form, such as a binary one, as it is. */
function identifyingForm(attribute: Attribute | undefined, value: Value | undefined): Json {
  if (value === undefined) return null;
  if (isMultiple(value)) return value.map((one) => identifyingForm(attribute, one));
  return (attribute && comparableForm(attribute, value)) ?? value;
}
