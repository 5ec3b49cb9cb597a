/** The names under which Entra's harness looks for attributes in /Schemas, and what the check makes of them. */

import { discover, hasAttribute, referencePath } from '../../../entra/check/discovered.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const OWN = 'urn:kissflow:scim:schemas:extension:Ac1:2:User';

const complex = (name: string, subs: readonly object[], more: object = {}) => ({
  name,
  type: 'complex',
  subAttributes: subs,
  ...more,
});
const text = (name: string, more: object = {}) => ({ name, type: 'string', ...more });
const schema = (id: string, ...attributes: object[]) => ({ id, attributes });
const schemas = (...Resources: object[]) => discover(JSON.parse(JSON.stringify({ Resources })));

describe('names of attributes in Entra', () => {
  it.each([
    ['a simple attribute', text('userName'), ['username']],
    [
      'a complex one by its sub-attributes, references left out',
      complex('name', [text('givenName'), { name: '$ref', type: 'reference' }]),
      ['name.givenname'],
    ],
    [
      'a multi-valued one by its canonical types',
      complex('emails', [text('value'), text('type', { canonicalValues: ['work', 'home'] })], {
        multiValued: true,
      }),
      [
        'emails[type eq "work"].value',
        'emails[type eq "work"].type',
        'emails[type eq "home"].value',
        'emails[type eq "home"].type',
      ],
    ],
    [
      'a multi-valued one without types by the primary element',
      complex('roles', [text('value')], { multiValued: true }),
      ['roles[primary eq "true"].value'],
    ],
    ['members by name only', complex('members', [text('value')], { multiValued: true }), ['members']],
  ])('%s', (_name, attribute, names) => {
    expect([...schemas(schema(USER, attribute)).user.entra]).toEqual(names);
  });

  it('attributes of an extension by the URN, never expanded', () => {
    const { user } = schemas(schema(OWN, complex('Manager', [text('value')])));
    expect([...user.entra]).toEqual([`${OWN}:manager`.toLowerCase()]);
  });
});

describe('what a user can have', () => {
  const known = schemas(
    schema(USER, text('userName'), complex('emails', [text('value')], { multiValued: true })),
    schema(OWN, text('Employee_ID')),
  );

  it.each([
    ['userName', true],
    ['emails[type eq "work"].value', true],
    ['emails[type eq "work"].primary', false],
    ['title', false],
    ['externalId', true],
    [`${OWN}:employee_id`, true],
    [`${ENTERPRISE}:department`, false],
  ])('%s: %s', (path, expected) => {
    expect(hasAttribute(known, path)).toBe(expected);
  });

  it('everything as long as the schemas are unknown', () => {
    expect(hasAttribute(undefined, 'title')).toBe(true);
  });
});

describe('the reference that takes a manager', () => {
  const reference = (name: string, more: object = {}) => complex(name, [text('value')], more);

  it.each([
    ['manager before others', [schema(OWN, reference('Buddy'), reference('Manager'))], `${OWN}:Manager`],
    ['another when there is no manager', [schema(OWN, reference('Buddy'))], `${OWN}:Buddy`],
    ['the enterprise one', [schema(ENTERPRISE, reference('manager'))], `${ENTERPRISE}:manager`],
    ['not one that must stay', [schema(OWN, reference('Manager', { required: true }))], undefined],
    [
      'not one that cannot be written',
      [schema(OWN, reference('Manager', { mutability: 'readOnly' }))],
      undefined,
    ],
    ['not one of many', [schema(OWN, reference('Managers', { multiValued: true }))], undefined],
    ['not groups of the core schema', [schema(USER, reference('groups'))], undefined],
  ])('%s', (_name, listed, expected) => {
    expect(referencePath(schemas(...listed))).toBe(expected);
  });

  it('is the enterprise manager as long as the schemas are unknown', () => {
    expect(referencePath(undefined)).toBe(`${ENTERPRISE}:manager`);
  });
});
