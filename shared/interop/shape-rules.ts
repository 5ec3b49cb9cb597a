/** Lists where one value belongs, and one value where a list belongs (RFC 7643 §2.4). */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { type Attribute, findSubAttribute, sameName } from '../scim/schema/attribute.ts';
import type { Quirk } from './quirk.ts';

export type ValueRule = Quirk<Attribute, Json>;

const wrappedValue: ValueRule = {
  name: 'wrapped-value',
  source: 'OneLogin, older Microsoft sample code: [{"value": "Ann"}] for a simple attribute',
  apply: (attribute, json) => {
    const only = attribute.type === 'complex' ? undefined : onlyElement(attribute, json);
    const [entry, ...more] = isObject(only) ? Object.entries(only) : [];
    return entry && more.length === 0 && sameName(entry[0], 'value') && !isContainer(entry[1])
      ? entry[1]
      : undefined;
  },
};

const listOfOne: ValueRule = {
  name: 'list-of-one',
  source: 'Entra ID: [{"value": "u1"}] for a manager, [true] for a boolean',
  apply: onlyElement,
};

const valueForList: ValueRule = {
  name: 'value-for-list',
  source: 'OneLogin: one e-mail object; Entra ID: one member without a list',
  apply: (attribute, json) => (attribute.multiValued && isElement(attribute, json) ? [json] : undefined),
};

const emptyList: ValueRule = {
  name: 'empty-list',
  source: 'Entra ID: [] to clear a manager',
  apply: (attribute, json) =>
    !attribute.multiValued && Array.isArray(json) && json.length !== 1 && isEmpty(json) ? null : undefined,
};

/** In this order; each looks at the value of an attribute as a whole. */
export const shapeRules: readonly ValueRule[] = [wrappedValue, emptyList, listOfOne, valueForList];

function onlyElement(attribute: Attribute, json: Json): Json | undefined {
  return attribute.multiValued ? undefined : onlyOf(json);
}

/** @returns undefined unless the value is a list of one value that is no list. */
export function onlyOf(json: Json): Json | undefined {
  if (!Array.isArray(json) || json.length !== 1) return undefined;
  const [element]: readonly Json[] = json;
  return Array.isArray(element) ? undefined : element;
}

function isElement(attribute: Attribute, json: Json): boolean {
  if (attribute.type === 'complex' && isObject(json)) return true;
  const textual = attribute.type !== 'complex' || findSubAttribute(attribute, 'value') !== undefined;
  return textual && typeof json === 'string' && json !== '';
}

export const isContainer = (json: Json): json is JsonObject | readonly Json[] =>
  Array.isArray(json) || isObject(json);
