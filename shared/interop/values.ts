/** Walks a client's values along the schema, never deeper than it, and applies the rules for values. */

import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Attribute, findAttribute, singleOf } from '../scim/schema/attribute.ts';
import { elementRules } from './element-rules.ts';
import { mapValues } from './json-object.ts';
import { type Note, rewrite } from './quirk.ts';
import { shapeRules } from './shape-rules.ts';
import { valueRules } from './value-rules.ts';

/** The value itself when no rule changes anything. */
export function tolerateValue(attribute: Attribute, json: Json, note: Note): Json {
  if (attribute.mutability === 'readOnly') return json;
  const shaped = rewrite(shapeRules, attribute, json, note);
  if (!attribute.multiValued) return tolerateOne(attribute, shaped, note);
  if (!Array.isArray(shaped)) return shaped === '' ? tolerateOne(attribute, shaped, note) : shaped;
  const element = singleOf(attribute);
  const elements = shaped.map((one: Json) => tolerateOne(element, one, note));
  return elements.every((one, index) => one === shaped[index]) ? shaped : elements;
}

/** Values under names that `attributes` does not hold are left as they are. */
export const tolerateValues = (
  attributes: readonly Attribute[],
  object: JsonObject,
  note: Note,
): JsonObject =>
  mapValues(object, (name, json) => {
    const attribute = findAttribute(attributes, name);
    return attribute ? tolerateValue(attribute, json, note) : json;
  });

function tolerateOne(attribute: Attribute, json: Json, note: Note): Json {
  const value = rewrite(valueRules, attribute, json, note);
  if (attribute.type !== 'complex' || !isObject(value)) return value;
  const element = rewrite(elementRules, attribute, value, note);
  const optional = (attribute.subAttributes ?? []).filter((sub) => !sub.required);
  return tolerateValues(optional, element, note);
}
