/** DOOR to Ajv: validates canonical values; one compiled validator per attribute, kept as long as its schema. */

import { Ajv, type ValidateFunction } from 'ajv';
import { invalidValue } from '../scim/error.ts';
import type { Intake } from '../scim/resource/intake.ts';
import type { Value } from '../scim/resource/resource.ts';
import type { Attribute } from '../scim/schema/attribute.ts';
import { explain } from './explain.ts';
import { formats } from './formats.ts';
import { jsonSchemaOf } from './json-schema.ts';

const ajv = new Ajv({ formats: { ...formats }, strict: true, ownProperties: true });

// Attributes are immutable and rebuilt with each version of an account's fields: the object is the cache key.
const compiled = new WeakMap<Attribute, ValidateFunction<Value>>();

function validatorOf(attribute: Attribute): ValidateFunction<Value> {
  const known = compiled.get(attribute);
  if (known) return known;
  const validator = ajv.compile<Value>(jsonSchemaOf(attribute));
  ajv.removeSchema();
  compiled.set(attribute, validator);
  return validator;
}

const opened = new WeakMap<Attribute, Attribute>();

/** The attribute without its list of options: it may have been shortened since a value was chosen. */
function openOf(attribute: Attribute): Attribute {
  if (!attribute.closed) return attribute;
  const open = opened.get(attribute) ?? { ...attribute, closed: false };
  opened.set(attribute, open);
  return open;
}

export const fits: Intake['fits'] = (attribute, value): value is Value =>
  validatorOf(openOf(attribute))(value);

/** Throws invalidValue that names the attribute path, what was wrong, and what to send instead. */
export const check: Intake['check'] = (attribute, value, path) => {
  const validate = validatorOf(attribute);
  if (validate(value)) return value;
  throw invalidValue(...explain(attribute, path, value, validate.errors?.[0]));
};
