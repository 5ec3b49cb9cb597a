import type { AttributeDefinition } from '../../../shared/scim/schema/attribute.ts';
import { groupSchema, userSchema } from '../../../shared/scim/schema/core-types.ts';

/** RFC 7643 §4.1, §4.2: attributes of the core schemas; `password` is accepted and never stored, so not published. */
const USER =
  'userName name displayName nickName profileUrl title userType preferredLanguage locale timezone active emails phoneNumbers ims photos addresses groups entitlements roles x509Certificates';
const GROUP = 'displayName members';

const flat = (attributes: readonly AttributeDefinition[]): AttributeDefinition[] =>
  attributes.flatMap((attribute) => [attribute, ...flat(attribute.subAttributes ?? [])]);

describe.each([
  ['User', userSchema, USER],
  ['Group', groupSchema, GROUP],
] as const)('RFC 7643 §8.7.1 schema of %s', (name, schema, attributes) => {
  it('lists every core attribute', () => {
    expect(schema.id).toBe(`urn:ietf:params:scim:schemas:core:2.0:${name}`);
    expect(schema.attributes.map((attribute) => attribute.name).join(' ')).toBe(attributes);
  });

  it.each(flat(schema.attributes).map((one) => [one.name, one] as const))(
    '%s has every characteristic of §7',
    (_name, one) => {
      expect(['string', 'boolean', 'reference', 'binary', 'complex']).toContain(one.type);
      expect(['readOnly', 'readWrite', 'immutable']).toContain(one.mutability);
      expect(one.returned).toBe('default');
      expect(['none', 'server']).toContain(one.uniqueness);
      expect([typeof one.multiValued, typeof one.required, typeof one.caseExact]).toEqual([
        'boolean',
        'boolean',
        'boolean',
      ]);
      expect(one.description).toMatch(/\.$/);
      expect(one.subAttributes !== undefined).toBe(one.type === 'complex');
      expect(one.referenceTypes !== undefined).toBe(one.type === 'reference');
    },
  );
});
