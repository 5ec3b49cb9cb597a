// RFC 7644 §3.4.2.2: names and literals of a filter, given a resource type.

import { bindFilter } from '../../../shared/scim/filter/bind.ts';
import type { Condition } from '../../../shared/scim/filter/condition.ts';
import { parseFilter } from '../../../shared/scim/filter/parse.ts';
import { type Policy, strict } from '../../../shared/scim/policy.ts';
import { groupType } from '../../../shared/scim/schema/core-types.ts';
import { EXTENSION, type } from './sample.ts';
import { thrownBy } from './thrown.ts';

const bind = (text: string, policy: Policy = strict): Condition =>
  bindFilter(type, parseFilter(text, policy), policy);
const lenient = { lenientLiterals: true };

const has = (path: string[], value: string | number | boolean): Condition => ({
  kind: 'compare',
  path,
  comparator: 'eq',
  value,
});

describe('RFC 7644 §3.4.2.2 bound filters', () => {
  test.each<[string, Condition]>([
    ['USERNAME eq "Ann"', has(['userName'], 'ann')],
    ['externalId eq "Ann"', has(['externalId'], 'Ann')],
    ['name.FAMILYNAME eq "Ä"', has(['name', 'familyName'], 'ä')],
    ['cost_code eq "X"', has([EXTENSION, 'Cost_Code'], 'x')],
    ['Salary eq 12.50', has([EXTENSION, 'Salary', 'number'], '11012125')],
    ['Photo pr', { kind: 'present', path: [EXTENSION, 'Photo'] }],
    ['Manager_1 eq "U1"', has([EXTENSION, 'Manager_1', 'value'], 'U1')],
    ['meta.created eq "2026-01-01T01:00:00+01:00"', has(['meta', 'created'], '2026-01-01T00:00:00.0000000Z')],
    ['title ne "X"', { kind: 'not', term: has(['title'], 'x') }],
    ['title eq null', { kind: 'not', term: { kind: 'present', path: ['title'] } }],
    ['emails pr', { kind: 'present', path: ['emails'] }],
    ['emails.type pr', { kind: 'any', path: ['emails'], where: { kind: 'present', path: ['type'] } }],
    ['emails eq "X"', { kind: 'any', path: ['emails'], where: has(['value'], 'x') }],
    ['emails[type eq "x"]', { kind: 'any', path: ['emails'], where: has(['type'], 'x') }],
    ['schemas eq "urn:X"', { kind: 'any', path: ['schemas'], where: has([], 'urn:X') }],
    ['Desk.seats eq "A"', { kind: 'any', path: [EXTENSION, 'Desk', 'seats'], where: has([], 'a') }],
    [
      'emails.type ne "x"',
      {
        kind: 'or',
        terms: [
          { kind: 'not', term: { kind: 'present', path: ['emails'] } },
          { kind: 'any', path: ['emails'], where: { kind: 'not', term: has(['type'], 'x') } },
        ],
      },
    ],
    [
      'name[familyName eq "x"]',
      { kind: 'and', terms: [{ kind: 'present', path: ['name'] }, has(['name', 'familyName'], 'x')] },
    ],
    ['groups eq "G1"', { kind: 'any', path: ['groups'], where: has(['value'], 'G1') }],
  ])('%s', (text, condition) => {
    expect(bind(text)).toEqual(condition);
  });

  it('members of a Group are compared by value', () => {
    const condition = bindFilter(groupType, parseFilter('id eq "G" and members eq "U"', strict), strict);
    expect(condition).toEqual({
      kind: 'and',
      terms: [has(['id'], 'G'), { kind: 'any', path: ['members'], where: has(['value'], 'U') }],
    });
  });

  test.each([
    ['active eq "tRuE"', has(['active'], true)],
    ['active eq False', has(['active'], false)],
    ['Salary eq "12.50"', has([EXTENSION, 'Salary', 'number'], '11012125')],
    ['externalId eq 007', has(['externalId'], '007')],
    ['externalId eq 1.0', has(['externalId'], '1.0')],
    ['externalId eq false', has(['externalId'], 'false')],
  ])('Entra literals under lenientLiterals: %s', (text, condition) => {
    expect(bind(text, lenient)).toEqual(condition);
  });
});

const CANNOT = 'cannot be used in a filter.';
const NONE = 'is not an attribute of';
const STRING =
  'is of type string: compare it by eq, ne, gt, ge, lt, le, co, sw, ew with a quoted string, or by pr.';
const BOOLEAN = 'is of type boolean: compare it by eq, ne with true or false, or by pr.';
const NUMBER = 'compare it by eq, ne, gt, ge, lt, le with a number, or by pr.';
const TIME = 'is of type dateTime: compare it by eq, ne, gt, ge, lt, le with a quoted date and time';

describe('RFC 7644 §3.4.2.2 what an attribute does not support -> 400 invalidFilter', () => {
  test.each([
    ['an unknown attribute', 'shoeSize eq "1"', `"shoeSize" ${NONE} a User`],
    ['an unknown attribute, pr', 'shoeSize pr', `"shoeSize" ${NONE} a User`],
    ['a name of the prototype', '__proto__ pr', 'Expected an attribute name'],
    ['a method of objects', 'toString pr', `"toString" ${NONE} a User`],
    ['an unknown sub-attribute', 'name.nick pr', `"name.nick" ${NONE} "name"`],
    ['a sub-attribute of a simple one', 'title.value pr', `"title.value" ${NONE} "title"`],
    ['an unknown schema', 'urn:x:y:title pr', `"urn:x:y:title" ${NONE} a User`],
    [
      'an extension attribute below the core URN',
      'urn:ietf:params:scim:schemas:core:2.0:User:Badge pr',
      NONE,
    ],
    ['a core attribute below the extension URN', `${EXTENSION}:userName pr`, NONE],
    ['a common attribute below the extension URN', `${EXTENSION}:id pr`, NONE],
    ['the URN of an extension alone', `${EXTENSION} pr`, NONE],
    ['an unknown name in a value path', 'emails[kind eq "x"]', `"kind" ${NONE} "emails"`],
    ['a whole name in a value path', 'emails[emails.type eq "x"]', `"emails.type" ${NONE} "emails"`],
    ['a URN in a value path', 'emails[urn:x:type eq "x"]', `"urn:x:type" ${NONE} "emails"`],
    ['a name other than value on a simple attribute', 'Tags[type eq "x"]', `"type" ${NONE} "Tags"`],
    ['a value path on a simple singular attribute', 'title[value eq "x"]', '"title" has one simple value'],
    [
      'a complex attribute without value',
      'name eq "x"',
      '"name" is complex: compare one of its sub-attributes (formatted, familyName,',
    ],
    ['a complex attribute without sub-attributes', 'Void eq "x"', '"Void" is complex'],
    ['the version', 'meta.version eq "1"', `"meta.version" ${CANNOT}`],
    ['the location', 'meta[location pr]', `"location" ${CANNOT}`],
    ['a computed reference', 'Manager_1.$ref eq "x"', `"Manager_1.$ref" ${CANNOT}`],
    [
      'a binary attribute',
      'Photo eq "AAEC"',
      '"Photo" is of type binary: use pr, the only operator that it takes',
    ],
    ['an attribute that is never returned', 'Pin eq "1"', `"Pin" ${CANNOT}`],
    ['an attribute that is never returned, null', 'Pin ne null', `"Pin" ${CANNOT}`],
    ['a sub-attribute that is never returned', 'Desk[key sw "s"]', `"key" ${CANNOT}`],
    ['a number for a string', 'title eq 1', `"title" ${STRING}`],
    ['a boolean for a string', 'title eq true', `"title" ${STRING}`],
    ['a string for a boolean', 'active eq "true"', `"active" ${BOOLEAN}`],
    ['order of booleans', 'active gt true', `"active" ${BOOLEAN}`],
    ['a part of a boolean', 'active co true', `"active" ${BOOLEAN}`],
    ['a string for a number', 'Salary eq "1"', `"Salary" is of type decimal: ${NUMBER}`],
    ['a part of a number', 'Floor sw 1', `"Floor" is of type integer: ${NUMBER}`],
    ['a dateTime that is none', 'Joined gt "yesterday"', `"Joined" ${TIME}`],
    ['a number for a dateTime', 'Joined gt 2026', `"Joined" ${TIME}`],
    ['a part of a dateTime', 'meta.created sw "2026"', `"meta.created" ${TIME}`],
    ['order with null', 'title gt null', '"title" can be compared with null by eq and ne only.'],
    [
      'the same deep inside',
      'title pr and not (emails[not (primary eq "x")])',
      '"primary" is of type boolean',
    ],
  ])('%s: %s', (_what, text, detail) => {
    expect(thrownBy(() => bind(text))).toMatchObject({
      status: 400,
      scimType: 'invalidFilter',
      detail: expect.stringContaining(detail),
    });
  });

  test.each([
    ['a word for a boolean', 'active eq yes', BOOLEAN],
    ['a number for a boolean', 'active eq 1', BOOLEAN],
    ['a word for a number', 'Salary eq 0x10', NUMBER],
    ['a boolean for a number', 'Salary eq true', NUMBER],
    ['a number for a dateTime', 'Joined eq 2026', TIME],
  ])('lenientLiterals converts only what is exact: %s', (_what, text, detail) => {
    expect(thrownBy(() => bind(text, lenient))).toMatchObject({
      scimType: 'invalidFilter',
      detail: expect.stringContaining(detail),
    });
  });
});
