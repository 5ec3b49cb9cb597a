/** RFC 7643 §7: what a characteristic asks of a value, for every attribute that an account can have. */

import { Ajv } from 'ajv';
import { extensionSchema, FIELD_TYPES, type Field, fieldFormats } from '../../shared/kissflow/field.ts';
import { ScimError } from '../../shared/scim/error.ts';
import type { Json } from '../../shared/scim/json.ts';
import type { Attribute } from '../../shared/scim/schema/attribute.ts';
import { groupType, userType } from '../../shared/scim/schema/core-types.ts';
import { jsonSchemaOf, valueFormats } from '../../shared/validation/json-schema.ts';
import { validator } from '../../shared/validation/validator.ts';

const fields = FIELD_TYPES.map(
  (type): Field => ({ id: `A_${type}`, name: type, type, required: false, options: ['Chennai', 'London'] }),
);
const extension = extensionSchema('AcDemo', fields);
const user = userType([extension]);
const attributes = [
  ...user.attributes,
  ...user.extensions.flatMap((schema) => schema.attributes),
  ...groupType.attributes,
];

const all = attributes.flatMap((attribute) => [
  attribute,
  attribute.single,
  attribute.open,
  ...attribute.subAttributes,
]);

const { validate, isOfType } = validator(fieldFormats);

function attributeNamed(name: string): Attribute {
  const found = all.find((one) => one.name === name);
  if (!found) throw new TypeError(name);
  return found;
}

function refusal(name: string, value: Json): string | undefined {
  try {
    validate(attributeNamed(name), value, name);
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error.detail;
    throw error;
  }
}

describe('the JSON Schema of an attribute', () => {
  it('is one: the validator takes it unchecked', () => {
    const ajv = new Ajv({ strict: true, formats: { ...valueFormats } });
    for (const [name, { matches }] of Object.entries(fieldFormats)) ajv.addFormat(name, matches);
    for (const attribute of all) {
      const schema = jsonSchemaOf(attribute);
      expect([attribute.name, ajv.validateSchema(schema), ajv.errors]).toEqual([attribute.name, true, null]);
      expect(() => ajv.compile(schema)).not.toThrow();
    }
  });

  it('compiles for every attribute of an account, without what JSON Schema asks of a schema', () => {
    for (const attribute of all) expect(typeof isOfType(attribute, 'x')).toBe('boolean');
  });
});

describe('a value', () => {
  test.each<[string, Json]>([
    ['title', 'Engineer'],
    ['active', true],
    ['A_number', '12.50'],
    ['A_dropdown', 'London'],
    ['A_date', '2026-01-31'],
    ['A_dateTime', '2026-01-31T09:30:00Z'],
    ['name', { givenName: 'Ann' }],
    ['emails', [{ value: 'ann@example.com', type: 'work', primary: true }]],
    ['members', [{ value: 'u1' }]],
  ])('of %s is taken: %j', (name, value) => {
    expect(refusal(name, value)).toBeUndefined();
  });

  test.each<[string, Json, string]>([
    ['title', 'a\u0000b', 'title must be a string of well-formed Unicode without U+0000; got another value.'],
    ['active', 'yes', 'active must be true or false; got another value.'],
    ['A_number', 'many', 'A_number must be a number such as 12.50'],
    ['A_dropdown', 'Paris', 'A_dropdown must be one of "Chennai", "London"; got another value.'],
    ['userName', ' \u200b', 'userName must be a string of well-formed Unicode without U+0000, and not blank'],
    ['name', { givenName: ['Ann'] }, 'name.givenName must be a string'],
    ['emails', [{ value: 'a' }, { primary: 'x' }], 'emails[1].primary must be true or false'],
    ['members', [{}], 'members[0].value is required'],
  ])('of %s is refused: %j', (name, value, detail) => {
    expect(refusal(name, value)).toContain(detail);
  });

  it('that was an option of a dropdown once is of its type still', () => {
    const dropdown = attributeNamed('A_dropdown');
    expect([isOfType(dropdown, 'Paris'), isOfType(dropdown, true)]).toEqual([true, false]);
  });
});
