/** What a resource must look like after everything that was sent: changes applied to plain SCIM JSON (RFC 7643 §3). */

import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';

/** The place of one attribute; `type` picks the element of a multi-valued attribute, `urn` an extension. */
export interface Target {
  readonly urn?: string;
  readonly attribute: string;
  readonly type?: string;
  readonly sub?: string;
}

/** Ways in which a reference may travel; `list` is the array form, and Remove when it clears. */
export type ReferenceForm = 'dotted' | 'nested' | 'bare' | 'list';

/** `value` is what must be read back, null when nothing may be; `form` belongs to references only. */
export interface Change {
  readonly target: Target;
  readonly value: Json;
  readonly form?: ReferenceForm;
}

export function valueAt(resource: JsonObject, { urn, attribute, type, sub }: Target): Json | undefined {
  const container = urn === undefined ? resource : objectOrEmpty(resource[urn]);
  const value = container[attribute];
  if (type !== undefined) return elementOf(value, type)?.[sub ?? 'value'];
  return sub === undefined ? value : objectOrEmpty(value)[sub];
}

export function applyChange(resource: JsonObject, { target, value }: Change): JsonObject {
  const { urn } = target;
  if (urn === undefined) return applyIn(resource, target, value);
  const container = applyIn(objectOrEmpty(resource[urn]), target, value);
  return assign(resource, urn, Object.keys(container).length === 0 ? null : container);
}

function applyIn(container: JsonObject, { attribute, type, sub }: Target, value: Json): JsonObject {
  const old = container[attribute];
  if (type !== undefined)
    return assign(container, attribute, changeElement(old, type, sub ?? 'value', value));
  return assign(container, attribute, sub === undefined ? value : assign(objectOrEmpty(old), sub, value));
}

/** An element that is not there yet is created with the type of its filter (errata 8097 of RFC 7644). */
function changeElement(value: Json | undefined, type: string, sub: string, changed: Json): Json {
  const elements: readonly Json[] = Array.isArray(value) ? value : [];
  const old = elementOf(value, type);
  const element = assign(old ?? { type }, sub, changed);
  return old ? elements.map((one) => (one === old ? element : one)) : [...elements, element];
}

function elementOf(value: Json | undefined, type: string): JsonObject | undefined {
  const elements: readonly Json[] = Array.isArray(value) ? value : [];
  return elements.filter(isObject).find((element) => element.type === type);
}

/** RFC 7643 §2.5: null is the same as absent. */
function assign(object: JsonObject, name: string, value: Json): JsonObject {
  const { [name]: _old, ...rest } = object;
  return value === null ? rest : { ...rest, [name]: value };
}

/** Untyped JSON as what it should be; empty when it is anything else. */
export const objectOrEmpty = (json: Json | undefined): JsonObject => (isObject(json) ? json : {});
export const objectsIn = (json: Json | undefined): readonly JsonObject[] =>
  Array.isArray(json) ? json.filter(isObject) : [];
export const textOrEmpty = (json: Json | undefined): string => (typeof json === 'string' ? json : '');
