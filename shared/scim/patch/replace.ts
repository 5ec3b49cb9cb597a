/** RFC 7644 §3.5.2.3 Replace Operation, on one top-level attribute. */

import { isComplex, type Value } from '../resource/resource.ts';
import { setSelected } from './add.ts';
import { changeSelected, elementsOf, omit, selects, type Target } from './target.ts';

/**
 * @param cleared sub-attributes that the client sent as null
 * @returns the new value; undefined when the attribute becomes unassigned.
 */
export function replace(
  target: Target,
  current: Value | undefined,
  value: Value | undefined,
  cleared: readonly string[],
): Value | undefined {
  if (target.sub && value !== undefined) return setSelected(target, current, value);
  if (target.filter && isComplex(value)) return replaceSelected(target, current, value);
  if (target.attribute.multiValued || target.attribute.type !== 'complex') return value;
  // Sub-attributes that are not specified are left unchanged.
  const merged = { ...(isComplex(current) ? current : {}), ...(isComplex(value) ? value : {}) };
  return omit(merged, ...cleared);
}

/** What the filter selects by stays true of the replaced element, so that it can be found again. */
function replaceSelected(target: Target, current: Value | undefined, value: Value): Value {
  const elements = elementsOf(current);
  if (!elements.some((element) => selects(target, element))) return setSelected(target, current, value);
  const replaced = { ...target.elementTemplate, ...(isComplex(value) ? value : {}) };
  return changeSelected(target, elements, () => replaced);
}
