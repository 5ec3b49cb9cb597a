/** RFC 7644 §3.5.2.1 Add Operation, on one top-level attribute. */

import { equal } from '../resource/equal.ts';
import { isComplex, type Value } from '../resource/resource.ts';
import { changeSelected, elementsOf, missingElement, selects, type Target } from './target.ts';

/** @returns the new value; `current` itself when everything was there already. */
export function add(target: Target, current: Value | undefined, value: Value): Value {
  if (target.filter || target.sub) return setSelected(target, current, value);
  if (target.attribute.multiValued) return append(current, value);
  return isComplex(value) && isComplex(current) ? { ...current, ...value } : value;
}

function append(current: Value | undefined, value: Value): Value {
  const present = [...elementsOf(current)];
  for (const element of elementsOf(value)) {
    if (!present.some((one) => equal(one, element))) present.push(element);
  }
  return present;
}

/** Sets a sub-attribute, or merges a complex value, in every selected element. */
export function setSelected(target: Target, current: Value | undefined, value: Value): Value {
  const part = target.sub ? { [target.sub.name]: value } : isComplex(value) ? value : {};
  if (!target.attribute.multiValued) return { ...(isComplex(current) ? current : {}), ...part };
  const elements = elementsOf(current);
  if (elements.some((element) => selects(target, element))) {
    return changeSelected(target, elements, (element) => ({ ...element, ...part }));
  }
  return [...elements, { ...missingElement(target), ...part }];
}
