/** RFC 7644 §3.5.2.1 Add Operation, on one top-level attribute. */

import { isComplex, type Value } from '../resource/resource.ts';
import { isPrimary, notPrimary } from '../resource/rules.ts';
import { changeSelected, elementsOf, madeElement, selects, type Target } from './target.ts';

/** @returns the new value; elements that are one (resource/elements.ts) stand in it side by side. */
export function add(target: Target, current: Value | undefined, value: Value): Value {
  if (target.filter || target.sub) return setSelected(target, current, value);
  if (target.attribute.multiValued) return append(current, value);
  return isComplex(value) && isComplex(current) ? { ...current, ...value } : value;
}

/** An element that comes as the primary one takes the mark from those that are there (RFC 7644 §3.5.2). */
function append(current: Value | undefined, value: Value): Value {
  const added = elementsOf(value);
  const present = elementsOf(current);
  return [...(added.some(isPrimary) ? present.map(notPrimary) : present), ...added];
}

/** Sets a sub-attribute, or merges a complex value, in every selected element. */
export function setSelected(target: Target, current: Value | undefined, value: Value): Value {
  const part = target.sub ? { [target.sub.name]: value } : isComplex(value) ? value : {};
  if (!target.attribute.multiValued) return { ...(isComplex(current) ? current : {}), ...part };
  const elements = elementsOf(current);
  if (elements.some((element) => selects(target, element))) {
    return changeSelected(target, elements, (element) => ({ ...element, ...part }));
  }
  return [...elements, madeElement(target, part)];
}
