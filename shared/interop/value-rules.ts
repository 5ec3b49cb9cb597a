/**
 * One value in another form than its attribute's type (RFC 7643 §2.3) or than unassigned (§2.5), and the walk along the
 * schema, never deeper than it, that applies the rules for values.
 */

import { digitsOf, isObject, type Json, type JsonObject, rawNumber } from '../scim/json.ts';
import { isEmpty } from '../scim/resource/canonicalise.ts';
import { isJsonNumber } from '../scim/resource/compare.ts';
import { plainValuesOf } from '../scim/resource/plain.ts';
import { MAX_VALUES } from '../scim/resource/rules.ts';
import { type Attribute, sameName } from '../scim/schema/attribute.ts';
import { mapValues, type Note, named, rewrite, without } from './quirk.ts';
import { elementRules, isContainer, onlyOf, roleText, shapeRules, type ValueRule } from './shape-rules.ts';

const emptyText: ValueRule = {
  name: 'empty-text',
  source: 'Entra ID, Microsoft gallery tests: "" to clear an attribute',
  apply: (attribute, json) => (json === '' && !needsValue(attribute) ? null : undefined),
};

const nestedReference: ValueRule = {
  name: 'nested-reference',
  source: 'Entra ID: every form of a manager, sent to a target such as "Manager.value"',
  apply: (attribute, json) => {
    const [key, value] = (isReference(attribute) && isObject(json) && named(json, 'value')) || [];
    if (!isObject(json) || key === undefined || value === undefined || !isContainer(value)) return undefined;
    if (isEmpty(value)) return { ...json, [key]: null };
    const only = isObject(value) ? value : onlyOf(value);
    if (isObject(only)) return { ...without(json, (name) => name === key), ...only };
    return typeof only === 'string' ? { ...json, [key]: only } : undefined;
  },
};

const emptyReference: ValueRule = {
  name: 'empty-reference',
  source: 'Microsoft SCIM Validator: {"value": ""} to clear a manager',
  apply: (attribute, json) => {
    if (!isObject(json) || !hasValue(attribute) || needsValue(attribute)) return undefined;
    const nothing = refersToNothing(json) || (isReference(attribute) && isEmpty(json));
    return nothing ? null : undefined;
  },
};

const bareValue: ValueRule = {
  name: 'bare-value',
  source: 'Entra ID: the id of a manager or member as a string',
  apply: (attribute, json) => (typeof json === 'string' && hasValue(attribute) ? { value: json } : undefined),
};

const textBoolean: ValueRule = {
  name: 'text-boolean',
  source: 'Entra ID without aadOptscim062020: "True" and "False"',
  apply: ({ type }, json) =>
    type === 'boolean' && typeof json === 'string' && /^(?:true|false)$/i.test(json)
      ? json.length === 'true'.length
      : undefined,
};

const textNumber: ValueRule = {
  name: 'text-number',
  source: 'Entra ID: custom attributes of type String mapped to a number',
  apply: ({ type }, json) => {
    const numeric = type === 'decimal' || type === 'integer';
    return numeric && typeof json === 'string' && isJsonNumber(json) ? numberOf(json) : undefined;
  },
};

const numberText: ValueRule = {
  name: 'number-text',
  source: 'clients that take the type from the value: an employee number as a JSON number',
  apply: ({ type, jsonNumber }, json) =>
    type === 'string' && jsonNumber === undefined ? digitsOf(json) : undefined,
};

const numberAmount: ValueRule = {
  name: 'number-amount',
  source: 'Entra ID: custom attributes of type Integer mapped to an amount of money',
  apply: ({ jsonNumber }, json) => (jsonNumber === 'amount' ? digitsOf(json) : undefined),
};

/** In this order; each looks at a singular value or at one element of a list. */
export const valueRules: readonly ValueRule[] = [
  emptyText,
  nestedReference,
  emptyReference,
  bareValue,
  textBoolean,
  textNumber,
  numberText,
  numberAmount,
];

const subValue = (attribute: Attribute): Attribute | undefined =>
  attribute.type === 'complex' ? attribute.sub('value') : undefined;

/** RFC 7643 §2.3.7: an id in `value`, the URI of the same resource in `$ref`. */
export const isReference = (attribute: Attribute): boolean =>
  hasValue(attribute) && attribute.sub('$ref') !== undefined;

const hasValue = (attribute: Attribute): boolean => subValue(attribute) !== undefined;

/** A member without an id is a mistake to report, not a value to drop. */
const needsValue = (attribute: Attribute): boolean => subValue(attribute)?.required === true;

function refersToNothing(json: JsonObject): boolean {
  const value = named(json, 'value')?.[1];
  const rest = Object.entries(json).filter(([name]) => !sameName(name, '$ref'));
  return (value === '' || value === null) && rest.every(([, part]) => isEmpty(part));
}

/** As the JSON parser gives it: a number where JavaScript writes it with the same digits. */
const numberOf = (digits: string): Json =>
  String(Number(digits)) === digits ? Number(digits) : rawNumber(digits);

/** The value itself when no rule changes anything. */
export function tolerateValue(attribute: Attribute, json: Json, note: Note): Json {
  if (attribute.mutability === 'readOnly') return json;
  const shaped = rewrite(shapeRules, attribute, json, note);
  if (!attribute.multiValued) return tolerateOne(attribute, shaped, note);
  if (!Array.isArray(shaped)) return shaped === '' ? tolerateOne(attribute, shaped, note) : shaped;
  // Of more values than are kept the core reads none. Members are not counted.
  if (shaped.length > MAX_VALUES && !isReference(attribute)) return shaped;
  const element = attribute.single;
  const isPlain = plainValuesOf(element);
  const elements = shaped.map((one: Json) =>
    isPlain(one) && roleText.apply(element, one) === undefined ? one : tolerateOne(element, one, note),
  );
  return elements.every((one, index) => one === shaped[index]) ? shaped : elements;
}

/** Values under names that `find` does not know are left as they are. */
export const tolerateValues = (
  find: (name: string) => Attribute | undefined,
  object: JsonObject,
  note: Note,
): JsonObject =>
  mapValues(object, (name, json) => {
    const attribute = find(name);
    return attribute ? tolerateValue(attribute, json, note) : json;
  });

function tolerateOne(attribute: Attribute, json: Json, note: Note): Json {
  const value = rewrite(valueRules, attribute, json, note);
  if (attribute.type !== 'complex' || !isObject(value)) return value;
  const element = rewrite(elementRules, attribute, value, note);
  const optional = (name: string) => {
    const sub = attribute.sub(name);
    return sub?.required ? undefined : sub;
  };
  return tolerateValues(optional, element, note);
}
