import type { Attribute } from '../schema/attribute.ts';
import { type ComplexValue, isComplex, type Value } from './resource.ts';

/**
 * What `make` works out of an element, once: elements never change, and each of a thousand operations of a PATCH may look
 * at each of a thousand elements.
 */
export function perElement<Result>(
  make: (attribute: Attribute, element: Value) => Result,
): (attribute: Attribute, element: Value) => Result {
  const known = new WeakMap<Attribute, WeakMap<ComplexValue, Result>>();
  return (attribute, element) => {
    if (!isComplex(element)) return make(attribute, element);
    const ofAttribute = known.get(attribute) ?? new WeakMap<ComplexValue, Result>();
    known.set(attribute, ofAttribute);
    const result = ofAttribute.get(element) ?? make(attribute, element);
    ofAttribute.set(element, result);
    return result;
  };
}
