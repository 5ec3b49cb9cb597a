/** DOOR to Ajv: validates canonical values; one compiled validator per attribute, kept as long as its schema. */

import { Ajv, type ValidateFunction } from 'ajv';
import { invalidValue } from '../scim/error.ts';
import type { Value } from '../scim/resource/resource.ts';
import type { ValueChecks } from '../scim/resource/rules.ts';
import type { Attribute, Formats } from '../scim/schema/attribute.ts';
import { explain } from './explain.ts';
import { formats } from './formats.ts';
import { jsonSchemaOf } from './json-schema.ts';

/** @param named what the `format` of an attribute may be; validation itself knows none of them */
export function validator(named: Formats): Pick<ValueChecks, 'validate' | 'isOfType'> {
  const validatorOf = compiler(named);
  return {
    isOfType: (attribute, value): value is Value => validatorOf(openOf(attribute))(value),
    /** Throws invalidValue that names the attribute path, what was wrong, and what to send instead. */
    validate: (attribute, value, path) => {
      const isValid = validatorOf(attribute);
      if (isValid(value)) return value;
      throw invalidValue(...explain(attribute, path, value, isValid.errors?.[0], named));
    },
  };
}

function compiler(named: Formats): (attribute: Attribute) => ValidateFunction<Value> {
  const ajv = new Ajv({ formats: { ...formats }, strict: true, ownProperties: true });
  for (const [name, { matches }] of Object.entries(named)) ajv.addFormat(name, matches);
  // Attributes are immutable and rebuilt with each version of an account's fields: the object is the cache key.
  const compiled = new WeakMap<Attribute, ValidateFunction<Value>>();
  return (attribute) => {
    const known = compiled.get(attribute);
    if (known) return known;
    const validate = ajv.compile<Value>(jsonSchemaOf(attribute));
    ajv.removeSchema();
    compiled.set(attribute, validate);
    return validate;
  };
}

const opened = new WeakMap<Attribute, Attribute>();

/** The attribute without its list of options: it may have been shortened since a value was chosen. */
function openOf(attribute: Attribute): Attribute {
  if (!attribute.closed) return attribute;
  const open = opened.get(attribute) ?? { ...attribute, closed: false };
  opened.set(attribute, open);
  return open;
}
