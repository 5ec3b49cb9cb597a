/** RFC 7644 §3.5.2: the target location of an operation, inside one top-level attribute. */

import { noTarget, type ScimError } from '../error.ts';
import type { BoundAttribute } from '../filter/bind-path.ts';
import { evaluate } from '../filter/condition.ts';
import { valueKeys } from '../filter/search-keys.ts';
import type { Policy } from '../policy.ts';
import { oncePerElement } from '../resource/elements.ts';
import { type ComplexValue, isComplex, isMultiple, own, type Value } from '../resource/resource.ts';
import type { Attribute } from '../schema/attribute.ts';
import { field, fix, say } from '../text.ts';

/** A bound path with the text that errors show. */
export interface Target extends BoundAttribute {
  readonly path: string;
  readonly policy: Policy;
}

export const elementsOf = (value: Value | undefined): readonly Value[] =>
  isMultiple(value) ? value : value === undefined ? [] : [value];

const keysOf = oncePerElement(valueKeys);

/** True for the elements that the value filter selects; without a filter for all. */
export function selects({ attribute, filter }: Target, element: Value): boolean {
  return filter === undefined || evaluate(filter, keysOf(attribute, element));
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
 * The element that an add or replace makes when the filter selects none: its own `eq` comparisons, and what is set.
 * RFC 7644 §3.5.2.3 answers noTarget; clients that rely on errata 8097 expect the element to be made. A filter that names
 * what is set means an element that was there before.
 */
export function madeElement(target: Target, part: ComplexValue): ComplexValue {
  const { policy, elementTemplate, sub } = target;
  if (
    !policy.createMissingTarget ||
    !elementTemplate ||
    (sub && own(elementTemplate, sub.name) !== undefined)
  ) {
    throw noMatch(target);
  }
  const made = { ...elementTemplate, ...part };
  if (!selects(target, made)) throw noMatch(target);
  policy.tolerated?.('createMissingTarget');
  return made;
}

export const noMatch = ({ path, attribute, filter, sub }: Target): ScimError =>
  noTarget(
    'no-match',
    filter || !sub
      ? say`${field(path)}: no value of ${attribute.name} matches the filter: ${fix`correct it, or ${otherWay(attribute)}`}.`
      : say`${field(path)}: ${attribute.name} has no element to set ${sub.name} in; ${fix`add one to ${attribute.name}`}.`,
  );

const otherWay = ({ name, multiValued }: Attribute): string =>
  multiValued ? `add a value to ${name}` : `send ${name} without a filter`;

/** A complex value without `name`; undefined when nothing is left. */
export function withoutAttributes(
  value: ComplexValue,
  ...names: readonly string[]
): ComplexValue | undefined {
  const left = Object.entries(value).filter(([name]) => !names.includes(name));
  return left.length === 0 ? undefined : Object.fromEntries(left);
}
