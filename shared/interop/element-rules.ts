/** Sub-attributes of complex values under other names or in other places (RFC 7643 §2.4). */

import { isObject, type Json, type JsonObject, parseJson } from '../scim/json.ts';
import { type Attribute, findSubAttribute, sameName } from '../scim/schema/attribute.ts';
import { named, without } from './json-object.ts';
import type { Quirk } from './quirk.ts';

export type ElementRule = Quirk<Attribute, JsonObject>;

export const roleText: ElementRule = {
  name: 'role-text',
  source: 'Entra ID, AppRoleAssignmentsComplex: a role or entitlement as JSON text in "value"',
  apply: (attribute, element) => {
    const [key, text] = (isShapedAsRole(attribute) && named(element, 'value')) || [];
    const role = typeof text === 'string' && /^\s*\{/.test(text) ? parseObject(text) : undefined;
    const value = role && named(role, 'value')?.[1];
    if (key === undefined || !role || typeof value !== 'string' || value === '') return undefined;
    const shown = named(role, 'displayName')?.[1];
    const isLabelled = named(element, 'display') ?? named(element, 'displayName');
    const display = typeof shown === 'string' && !isLabelled ? { display: shown } : {};
    return { ...element, [key]: value, ...display };
  },
};

const displayName: ElementRule = {
  name: 'display-name',
  source: 'Entra ID, AppRoleAssignmentsComplex: "displayName" for "display"',
  apply: (attribute, element) => {
    const [key, shown] = named(element, 'displayName') ?? [];
    if (key === undefined || shown === undefined || !renamed(attribute)) return undefined;
    const display = named(element, 'display')?.[1];
    if (display !== undefined && display !== shown) return undefined;
    return { ...without(element, (name) => name === key), display: shown };
  },
};

const referenceDisplay: ElementRule = {
  name: 'reference-display',
  source: 'Okta: "display" in members; Microsoft samples: "displayName" in members',
  apply: (attribute, element) => {
    if (!findSubAttribute(attribute, '$ref')) return undefined;
    const isLabel = (name: string): boolean => sameName(name, 'display') || sameName(name, 'displayName');
    return without(element, (name) => isLabel(name) && !findSubAttribute(attribute, name));
  },
};

/** In this order; each looks at one complex value. */
export const elementRules: readonly ElementRule[] = [roleText, displayName, referenceDisplay];

/** RFC 7643 §4.1.2: a text, its label and a kind that the client is free to choose; e-mails have kinds of ours. */
function isShapedAsRole(attribute: Attribute): boolean {
  const [value, display, kind] = ['value', 'display', 'type'].map((name) =>
    findSubAttribute(attribute, name),
  );
  return value?.type === 'string' && display?.type === 'string' && kind?.canonicalValues === undefined;
}

const renamed = (attribute: Attribute): boolean =>
  findSubAttribute(attribute, 'display') !== undefined && !findSubAttribute(attribute, 'displayName');

function parseObject(text: string): JsonObject | undefined {
  try {
    const json: Json = parseJson(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
