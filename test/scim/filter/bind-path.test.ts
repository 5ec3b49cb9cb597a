// RFC 7644 §3.5.2: what PATCH paths name in a resource type.
import { bindPath, isKnown } from '../../../shared/scim/filter/bind-path.ts';
import { evaluate } from '../../../shared/scim/filter/condition.ts';
import { parsePath } from '../../../shared/scim/filter/parse.ts';
import { valueKeys } from '../../../shared/scim/filter/search-keys.ts';
import { type Policy, strict } from '../../../shared/scim/policy.ts';
import { groupType } from '../../../shared/scim/schema/core-types.ts';
import type { ResourceType } from '../../../shared/scim/schema/resource-type.ts';
import { EXTENSION, type } from './sample.ts';
import { thrownBy } from './thrown.ts';

const bind = (text: string, policy: Policy = strict, resourceType: ResourceType = type) =>
  bindPath(resourceType, parsePath(text, policy), policy);
const lenient = { lenientLiterals: true };
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

describe('RFC 7644 §3.5.2 bound paths', () => {
  test.each([
    ['TITLE', undefined, 'title', undefined],
    ['name.familyname', undefined, 'name', 'familyName'],
    ['emails.value', undefined, 'emails', 'value'],
    [`${CORE}:name.givenName`, undefined, 'name', 'givenName'],
    [`${CORE}:externalId`, undefined, 'externalId', undefined],
    ['cost_code', EXTENSION, 'Cost_Code', undefined],
    [`${EXTENSION}:Cost_Code`, EXTENSION, 'Cost_Code', undefined],
    [`${EXTENSION.toLowerCase()}:manager_1.VALUE`, EXTENSION, 'Manager_1', 'value'],
    [`${EXTENSION}:title`, EXTENSION, 'title', undefined],
    ['constructor', EXTENSION, 'constructor', undefined],
  ])('%s', (text, extension, name, sub) => {
    const bound = bind(text);
    expect([bound.extension, bound.attribute?.name]).toEqual([extension, name]);
    expect('sub' in bound ? bound.sub?.name : undefined).toBe(sub);
    expect(bound).not.toHaveProperty('filter');
    expect(isKnown(type, parsePath(text, strict))).toBe(true);
  });

  test.each([EXTENSION, EXTENSION.toUpperCase()])(
    'the URN of an extension alone is all of it: %s',
    (text) => {
      expect(bind(text)).toEqual({ extension: EXTENSION });
      expect(isKnown(type, parsePath(text, strict))).toBe(true);
    },
  );

  it('a value filter is relative to the element', () => {
    const bound = bind('emails[type eq "Work"].value');
    expect(bound).toMatchObject({
      attribute: { name: 'emails' },
      sub: { name: 'value' },
      filter: { kind: 'compare', path: ['type'], comparator: 'eq', value: 'work' },
    });
  });

  it('RFC 7644 §3.5.2: members[value eq "..."]', () => {
    expect(bind('members[value eq "2819C223"]', strict, groupType)).toMatchObject({
      attribute: { name: 'members' },
      filter: { kind: 'compare', path: ['value'], comparator: 'eq', value: '2819C223' },
      elementTemplate: { value: '2819C223' },
    });
  });

  it.each([
    ['emails[type eq "WORK"]', { type: 'Work', value: 'a' }, true],
    ['emails[type eq "work"]', { type: 'home', value: 'a' }, false],
    ['emails[type eq "work"]', {}, false],
    ['emails[not (primary eq true)]', {}, true],
    ['emails[type eq "work"]', 'text where an object belongs', false],
    ['Tags[value eq "red"]', 'RED', true],
    ['Tags[value eq "red"]', 'blue', false],
    ['Tags[value eq "red"]', true, false],
  ])('%s selects %j: %s', (text, element, selected) => {
    const { attribute, filter } = { filter: undefined, ...bind(text) };
    expect(attribute && filter && evaluate(filter, valueKeys(attribute, element))).toBe(selected);
  });
});

describe('the element that a value filter describes', () => {
  test.each([
    ['emails[type eq "Work"]', { type: 'Work' }],
    ['emails[TYPE eq "work" and primary eq true]', { type: 'work', primary: true }],
    ['emails[type eq "a" and (value eq "b" and display eq "c")]', { type: 'a', value: 'b', display: 'c' }],
    ['emails[type eq "a" and type eq "a"]', { type: 'a' }],
  ])('%s', (text, elementTemplate) => {
    expect(bind(text)).toMatchObject({ elementTemplate });
  });

  it('Entra: roles[primary eq "True"].value describes a boolean', () => {
    expect(bind('roles[primary eq "True"].value', lenient)).toMatchObject({
      elementTemplate: { primary: true },
    });
  });

  test.each([
    ['another operator', 'emails[type ne "work"]'],
    ['pr', 'emails[type pr]'],
    ['or', 'emails[type eq "a" or type eq "b"]'],
    ['or below and', 'emails[value eq "x" and (type eq "a" or type eq "b")]'],
    ['not', 'emails[not (type eq "a")]'],
    ['null', 'emails[type eq "a" and display eq null]'],
    ['a contradiction', 'emails[type eq "a" and type eq "b"]'],
    ['a simple attribute', 'Tags[value eq "a"]'],
  ])('none with %s: %s', (_what, text) => {
    expect(bind(text)).not.toHaveProperty('elementTemplate');
    expect(bind(text)).toHaveProperty('filter');
  });
});

describe('RFC 7644 §3.12 paths that name nothing', () => {
  test.each([
    ['an unknown attribute', 'shoeSize', '"shoeSize" is not an attribute of a User'],
    ['an unknown attribute with a filter', 'shoes[type eq "x"]', '"shoes" is not an attribute of a User'],
    ['an unknown schema', 'urn:x:y:2:User', '"urn:x:y:2:User" is not an attribute of a User'],
    ['the core URN alone', CORE, `"${CORE}" is not an attribute of a User`],
    ['an extension with a sub-attribute', `${EXTENSION}.Badge`, 'is not an attribute of a User'],
    ['an extension with a filter', `${EXTENSION}[Badge eq "x"]`, 'is not an attribute of a User'],
    ['an unknown sub-attribute', 'name.nick', '"nick" is not a sub-attribute of "name"'],
    [
      'an unknown sub-attribute behind a filter',
      'emails[type eq "x"].nick',
      '"nick" is not a sub-attribute of "emails"',
    ],
    ['a sub-attribute of a simple one', 'title.value', '"value" is not a sub-attribute of "title"'],
  ])('%s -> 400 invalidPath, and is not known: %s', (_what, text, detail) => {
    expect(thrownBy(() => bind(text))).toMatchObject({
      status: 400,
      scimType: 'invalidPath',
      detail: expect.stringContaining(detail),
    });
    expect(isKnown(type, parsePath(text, strict))).toBe(false);
  });

  test.each([
    ['a filter on a simple value', 'title[value eq "x"]', '"title" has one simple value'],
    [
      'a filter behind a sub-attribute',
      'emails.value[type eq "x"]',
      'A value filter goes directly after "emails"',
    ],
  ])('%s -> 400 invalidPath: %s', (_what, text, detail) => {
    expect(thrownBy(() => bind(text))).toMatchObject({
      scimType: 'invalidPath',
      detail: expect.stringContaining(detail),
    });
  });

  test.each([
    ['an unknown name', 'emails[kind eq "x"]', '"kind" is not an attribute of "emails"'],
    ['a literal of another type', 'emails[primary eq "True"]', '"primary" is of type boolean'],
    ['a computed reference', 'members[$ref eq "x"]', '"$ref" cannot be used in a filter'],
  ])('%s inside the value filter -> 400 invalidFilter: %s', (_what, text, detail) => {
    const resourceType = text.startsWith('members') ? groupType : type;
    expect(thrownBy(() => bind(text, strict, resourceType))).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail: expect.stringContaining(detail),
    });
  });
});
