/**
 * RFC 7644 §3.5.2.1 to §3.5.2.3: add, replace and remove on the value of one top-level attribute. Each returns the new
 * value; undefined when the attribute becomes unassigned.
 */

import { comparableForm } from '../resource/compare.ts';
import { identifies, oncePerElement } from '../resource/elements.ts';
import { type ComplexValue, isComplex, own, type Value } from '../resource/resource.ts';
import { isPrimary, notPrimary } from '../resource/rules.ts';
import type { Attribute } from '../schema/attribute.ts';
import {
  changeSelected,
  elementsOf,
  madeElement,
  selects,
  type Target,
  withoutAttributes,
} from './target.ts';

/** Elements that are one (resource/elements.ts) stand side by side in the new value. */
export function addValue(target: Target, current: Value | undefined, value: Value): Value {
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
function setSelected(target: Target, current: Value | undefined, value: Value): Value {
  const part = target.sub ? { [target.sub.name]: value } : isComplex(value) ? value : {};
  if (!target.attribute.multiValued) return { ...(isComplex(current) ? current : {}), ...part };
  const elements = elementsOf(current);
  if (elements.some((element) => selects(target, element))) {
    return changeSelected(target, elements, (element) => ({ ...element, ...part }));
  }
  return [...elements, madeElement(target, part)];
}

/** @param cleared sub-attributes that the client sent as null */
export function replaceValue(
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
  return withoutAttributes(merged, ...cleared);
}

/** What the filter selects by stays true of the replaced element, so that it can be found again. */
function replaceSelected(target: Target, current: Value | undefined, value: Value): Value {
  const elements = elementsOf(current);
  if (!elements.some((element) => selects(target, element))) return setSelected(target, current, value);
  const replaced = { ...target.elementTemplate, ...(isComplex(value) ? value : {}) };
  return changeSelected(target, elements, () => replaced);
}

export function removeValue(target: Target, current: Value | undefined): Value | undefined {
  if (current === undefined) return undefined;
  const { sub } = target;
  if (!target.attribute.multiValued)
    return sub && isComplex(current) ? withoutAttributes(current, sub.name) : undefined;
  const elements = elementsOf(current);
  const left = sub
    ? changeSelected(target, elements, (element) => withoutAttributes(element, sub.name))
    : elements.filter((element) => !selects(target, element));
  return left.length === 0 ? undefined : left;
}

/**
 * Takes away what equals one of `listed` in every sub-attribute it gives, but for those that do not tell elements apart:
 * a label may have changed since. Anything else stays.
 */
export function removeListedValue(
  target: Target,
  current: Value | undefined,
  listed: Value,
): Value | undefined {
  if (target.sub) return removeSub(target.sub, current, listed);
  const gone = isAmong(target.attribute, elementsOf(listed));
  if (!target.attribute.multiValued) return current === undefined || gone(current) ? undefined : current;
  const elements = elementsOf(current);
  const left = elements.filter((element) => !gone(element));
  if (left.length === elements.length) return current;
  return left.length === 0 ? undefined : left;
}

function removeSub(sub: Attribute, current: Value | undefined, listed: Value): Value | undefined {
  const held = isComplex(current) ? own(current, sub.name) : undefined;
  if (!isComplex(current) || held === undefined || formOf(sub, held) !== formOf(sub, listed)) return current;
  return withoutAttributes(current, sub.name);
}

/** Looks elements up among the listed ones, by the sub-attributes that these give. */
function isAmong(attribute: Attribute, listed: readonly Value[]): (element: Value) => boolean {
  const simple = new Set<string>();
  const byNames = new Map<string, { readonly names: readonly string[]; readonly forms: Set<string> }>();
  for (const one of listed) {
    if (!isComplex(one)) simple.add(formOf(attribute, one));
    else {
      const names = tellingNames(one);
      const known = byNames.get(names.join(' ')) ?? { names, forms: new Set() };
      known.forms.add(joined(formsOf(attribute, one), names));
      byNames.set(names.join(' '), known);
    }
  }
  const listedBy = [...byNames.values()];
  return (element) =>
    isComplex(element)
      ? listedBy.some(({ names, forms }) => forms.has(joined(knownForms(attribute, element), names)))
      : simple.has(formOf(attribute, element));
}

function tellingNames(listed: ComplexValue): readonly string[] {
  const given = Object.keys(listed).sort();
  const telling = given.filter(identifies);
  return telling.length === 0 ? given : telling;
}

/** Forms are JSON texts of simple values: a comma tells them apart. */
function joined(forms: ReadonlyMap<string, string>, names: readonly string[]): string {
  let text: string | undefined;
  for (const name of names) {
    const form = forms.get(name) ?? '';
    text = text === undefined ? form : `${text},${form}`;
  }
  return text ?? '';
}

/** Forms of the sub-attributes of an element, by their names. */
const formsOf = (attribute: Attribute, element: Value): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(isComplex(element) ? element : {}).map(([name, value]) => [
      name,
      formOf(attribute.sub(name) ?? attribute, value),
    ]),
  );

/** Of an element that is there, and that each operation looks at. */
const knownForms = oncePerElement(formsOf);

const formOf = (attribute: Attribute, value: Value): string =>
  JSON.stringify(comparableForm(attribute, value) ?? String(value));
