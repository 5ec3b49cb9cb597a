/**
 * RFC 7643 §2.4: lists where one value belongs and one value where a list belongs; sub-attributes of complex values under
 * other names or in other places.
 */

import { readJson } from '../scim/intake/read-json.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { type Attribute, sameName } from '../scim/schema/attribute.ts';
import { named, type Quirk, without } from './quirk.ts';

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
  const textual = attribute.type !== 'complex' || attribute.sub('value') !== undefined;
  return textual && typeof json === 'string' && json !== '';
}

export const isContainer = (json: Json): json is JsonObject | readonly Json[] =>
  Array.isArray(json) || isObject(json);

type ElementRule = Quirk<Attribute, JsonObject>;

export const roleText: ElementRule = {
  name: 'role-text',
  source: 'Entra ID, AppRoleAssignmentsComplex: a role or entitlement as JSON text in "value"',
  apply: (attribute, element) => {
    if (typeof element.value === 'string' && !isObjectText(element.value)) return undefined;
    const [key, text] = (isShapedAsRole(attribute) && named(element, 'value')) || [];
    const role = typeof text === 'string' && isObjectText(text) ? parseObject(text) : undefined;
    const value = role && named(role, 'value')?.[1];
    if (key === undefined || !role || typeof value !== 'string' || value === '') return undefined;
    const label = named(role, 'displayName')?.[1];
    const isLabelled = named(element, 'display') ?? named(element, 'displayName');
    const display = typeof label === 'string' && !isLabelled ? { display: label } : {};
    return { ...element, [key]: value, ...display };
  },
};

const displayName: ElementRule = {
  name: 'display-name',
  source: 'Entra ID, AppRoleAssignmentsComplex: "displayName" for "display"',
  apply: (attribute, element) => {
    const [key, label] = named(element, 'displayName') ?? [];
    if (key === undefined || label === undefined || !renamed(attribute)) return undefined;
    const display = named(element, 'display')?.[1];
    if (display !== undefined && display !== label) return undefined;
    return { ...without(element, (name) => name === key), display: label };
  },
};

const referenceDisplay: ElementRule = {
  name: 'reference-display',
  source: 'Okta: "display" in members; Microsoft samples: "displayName" in members',
  apply: (attribute, element) => {
    if (!attribute.sub('$ref')) return undefined;
    const isLabel = (name: string): boolean => sameName(name, 'display') || sameName(name, 'displayName');
    return without(element, (name) => isLabel(name) && !attribute.sub(name));
  },
};

/** In this order; each looks at one complex value. */
export const elementRules: readonly ElementRule[] = [roleText, displayName, referenceDisplay];

/** RFC 7643 §4.1.2: a text, its label and a kind that the client is free to choose; e-mails have kinds of ours. */
function isShapedAsRole(attribute: Attribute): boolean {
  const [value, display, kind] = ['value', 'display', 'type'].map((name) => attribute.sub(name));
  return value?.type === 'string' && display?.type === 'string' && kind?.canonicalValues === undefined;
}

const isObjectText = (text: string): boolean => /^\s*\{/.test(text);

const renamed = (attribute: Attribute): boolean =>
  attribute.sub('display') !== undefined && !attribute.sub('displayName');

function parseObject(text: string): JsonObject | undefined {
  try {
    const json: Json = readJson(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
