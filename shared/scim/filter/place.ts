/** Where an attribute is in search keys: the way to it through objects and arrays (RFC 7643 §2.4). */

import type { Attribute } from '../schema/attribute.ts';
import type { Condition, KeyPath } from './condition.ts';

/** From the root of search keys, or from an element: first `path`, then the names of `steps`. */
export interface Way {
  readonly path: KeyPath;
  readonly steps: readonly Attribute[];
}

/**
 * A number is below this name, so that a text which was kept from before its attribute became one (kept-keys.ts) is
 * never compared as a number, nor a number as a text.
 */
export const NUMBER = 'number';

export const isNumeric = ({ type }: Attribute): boolean => type === 'decimal' || type === 'integer';

export interface Place extends Way {
  /** The attribute at the end of the way; the element itself when there are no steps. */
  readonly attribute: Attribute;
}

/** The condition `where` on what is at the end of the way: on some element of it wherever the way is multi-valued. */
export function through({ path, steps }: Way, where: (path: KeyPath) => Condition): Condition {
  const [step, ...rest] = steps;
  if (!step) return where(path);
  const here = [...path, step.name];
  if (!step.multiValued) return through({ path: here, steps: rest }, where);
  return { kind: 'any', path: here, where: through({ path: [], steps: rest }, where) };
}
