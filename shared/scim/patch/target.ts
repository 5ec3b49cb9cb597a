/** RFC 7644 §3.5.2: the target location of an operation, inside one top-level attribute. */

import { noTarget, type ScimError } from '../error.ts';
import type { BoundAttribute } from '../filter/bind-path.ts';
import { evaluate } from '../filter/evaluate.ts';
import { valueKeys } from '../filter/search-keys.ts';
import { type ComplexValue, isComplex, isMultiple, type Value } from '../resource/resource.ts';
import { field, say } from '../text.ts';

/** A bound path with the text that errors show. */
export interface Target extends BoundAttribute {
  readonly path: string;
  readonly createMissing: boolean;
}

export const elementsOf = (value: Value | undefined): readonly Value[] =>
  isMultiple(value) ? value : value === undefined ? [] : [value];

/** True for the elements that the value filter selects; without a filter for all. */
export function selects({ attribute, filter }: Target, element: Value): boolean {
  return filter === undefined || evaluate(filter, valueKeys(attribute, element));
}

/** Changes the selected elements; `change` returns undefined to drop one. */
export function changeSelected(
  target: Target,
  elements: readonly Value[],
  change: (element: ComplexValue) => ComplexValue | undefined,
): readonly Value[] {
  return elements.flatMap((element) => {
    if (!isComplex(element) || !selects(target, element)) return [element];
    const changed = change(element);
    return changed === undefined ? [] : [changed];
  });
}

/**
 * The element that an add or replace starts from when the filter selects none: its own `eq` comparisons.
 * RFC 7644 §3.5.2.3 answers noTarget; clients that rely on errata 8097 expect the element to be made.
 */
export function missingElement(target: Target): ComplexValue {
  if (target.createMissing && target.elementTemplate) return target.elementTemplate;
  throw noMatch(target);
}

export const noMatch = ({ path, attribute }: Target): ScimError =>
  noTarget('no-match', say`${field(path)}: no value of ${attribute.name} matches the filter.`);

/** A complex value without `name`; undefined when nothing is left. */
export function omit(value: ComplexValue, ...names: readonly string[]): ComplexValue | undefined {
  const kept = Object.entries(value).filter(([name]) => !names.includes(name));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
