/** What is sent to whom, and what must be read back. */

import { fieldValues, findExtension, managerField } from '../../../entra/client/extension.ts';
import { applyChange, valueAt } from '../../../entra/client/model.ts';
import { compare } from '../../../entra/cycle/compare.ts';
import { inBatches } from '../../../entra/cycle/member-phases.ts';
import { newUser, userPatches } from '../../../entra/cycle/scenario.ts';
import type { Tracked } from '../../../entra/cycle/session.ts';
import { type JsonObject, parseJson, rawNumber } from '../../../shared/scim/json.ts';

const URN = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const manager = { urn: URN, attribute: 'Manager_1' };

const SCHEMAS: JsonObject = {
  Resources: [
    { id: 'urn:ietf:params:scim:schemas:core:2.0:User', attributes: [{ name: 'userName', type: 'string' }] },
    {
      id: URN,
      attributes: [
        { name: 'Code', type: 'string', description: 'Kissflow text field' },
        { name: 'Joined', type: 'string', format: 'date' },
        { name: 'Salary', type: 'string', format: 'currency', description: 'Kissflow date field' },
        { name: 'Branch', type: 'string', canonicalValues: ['North', 'South'] },
        { name: 'Amount', type: 'decimal' },
        { name: 'Seen', type: 'dateTime' },
        { name: 'Remote', type: 'boolean', required: true },
        { name: 'Boss', type: 'complex', subAttributes: [{ name: 'value' }], required: true },
        { name: 'Manager_1', type: 'complex', subAttributes: [{ name: 'value' }] },
        { name: 'Tags', type: 'string', multiValued: true },
        { name: 'CreatedBy', type: 'string', mutability: 'readOnly' },
      ],
    },
  ],
};

describe('extension schema (RFC 7643 §7)', () => {
  const extension = findExtension(SCHEMAS);

  it('leaves out what a client cannot set, and tells types by characteristics, whatever a description says', () => {
    expect(extension?.urn).toBe(URN);
    expect(extension?.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'Code text',
      'Joined date',
      'Salary currency',
      'Branch dropdown',
      'Amount number',
      'Seen dateTime',
      'Remote yesNo',
      'Boss user',
      'Manager_1 user',
    ]);
  });

  it('takes the first reference that may be cleared for the manager', () => {
    expect(managerField(extension)?.name).toBe('Manager_1');
  });

  it('gives one value to each field that is not a reference', () => {
    expect(JSON.stringify(fieldValues(extension, 12))).toBe(
      '{"Code":"Text 12 \\"ä\\" \\\\ 東京 😀","Joined":"2026-01-13","Salary":"12.50 EUR","Branch":"North",' +
        '"Amount":12.50,"Seen":"2026-01-13T08:30:00.1234567Z","Remote":true}',
    );
  });

  test.each([[undefined], [null], [[]], [{ Resources: [{ id: 'urn:other' }, 1] }]])(
    '%j holds none',
    (json) => {
      expect(findExtension(json)).toBeUndefined();
    },
  );

  it.each([
    ['default', 0],
    ['flag', 1],
  ])('16 users meet every scenario in the %s dialect', (_dialect, parity) => {
    const user = applyChange(newUser('run', 1, {}, URN), { target: manager, value: { value: 'u1' } });
    const indices = Array.from({ length: 8 }, (_, pair) => 2 * pair + parity);
    const patches = indices.map((index) => userPatches({ index, user, extension, newManager: 'u2' }));
    expect(patches.map((one) => one.length)).toEqual([1, 1, 2, 1, 1, 2, 1, 1]);
    expect(patches.at(-1)?.[0]?.[0]).toMatchObject({ target: manager, value: null });
  });
});

describe('model', () => {
  it('creates the element of a filter path once and then completes it (errata 8097 of RFC 7644)', () => {
    const place = { attribute: 'addresses', type: 'work' };
    const changes = [
      { target: { ...place, sub: 'formatted' }, value: '1 High St' },
      { target: { ...place, sub: 'locality' }, value: 'London' },
    ];
    expect(changes.reduce(applyChange, { addresses: [{ type: 'home' }] })).toEqual({
      addresses: [{ type: 'home' }, { type: 'work', formatted: '1 High St', locality: 'London' }],
    });
  });

  it('keeps the neighbours of a changed sub-attribute', () => {
    const user = { name: { givenName: 'Ann', familyName: 'Ray' } };
    expect(applyChange(user, { target: { attribute: 'name', sub: 'familyName' }, value: 'Lee' })).toEqual({
      name: { givenName: 'Ann', familyName: 'Lee' },
    });
  });

  it('an extension without values is absent (RFC 7643 §2.5)', () => {
    const set = applyChange({}, { target: manager, value: { value: 'u1' } });
    expect(valueAt(set, manager)).toEqual({ value: 'u1' });
    expect(applyChange(set, { target: manager, value: null })).toEqual({});
  });
});

describe('comparison', () => {
  const found = (expected: JsonObject, actual: string) =>
    compare('/Users/1', expected, parseJson(actual)).map(({ path, expected, actual }) => [
      path,
      expected,
      actual,
    ]);

  it('ignores order, absent against null or empty (RFC 7643 §2.5), and what the service provider derives', () => {
    const expected = {
      meta: { resourceType: 'Group' },
      members: [{ value: 'u1' }, { value: 'u2' }],
      emails: [
        { type: 'work', value: 'a' },
        { type: 'home', value: 'b' },
      ],
    };
    const actual = `{"emails":[{"value":"b","type":"home"},{"type":"work","value":"a"}],"roles":[],"title":null,
      "meta":{"resourceType":"Group","version":"W/\\"1\\""},
      "members":[{"value":"u2","type":"User","$ref":"x"},{"value":"u1"}]}`;
    expect(found(expected, actual)).toEqual([]);
  });

  test.each<[string, JsonObject, string, unknown[]]>([
    [
      'lost digits',
      { [URN]: { A: rawNumber('12.50') } },
      `{"${URN}":{"A":12.5}}`,
      [`${URN}:A`, '12.50', '12.5'],
    ],
    ['a number for a text', { a: '1' }, '{"a":1}', ['a', '"1"', '1']],
    ['a text for a boolean', { active: false }, '{"active":"False"}', ['active', 'false', '"False"']],
    ['a lost value', { title: 'x' }, '{}', ['title', '"x"', undefined]],
    ['an unasked value', {}, '{"title":"x"}', ['title', undefined, '"x"']],
    [
      'a member too many',
      { members: [] },
      '{"members":[{"value":"u1"}]}',
      ['members[u1].value', undefined, '"u1"'],
    ],
    [
      'a doubled element',
      { emails: [{ type: 'work' }] },
      '{"emails":[{"type":"work"},{"type":"work"}]}',
      ['emails[work #2].type', undefined, '"work"'],
    ],
  ])('reports %s', (_case, expected, actual, difference) => {
    expect(found(expected, actual)).toEqual([difference]);
  });
});

describe('members in batches', () => {
  it('holds every member once, one to five at a time', () => {
    const ids = Array.from({ length: 18 }, (_, index) => `u${index}`);
    const group: Tracked = {
      type: 'Group',
      index: 0,
      dialect: 'flag',
      id: 'g',
      attributes: {},
      members: new Set(),
      deleted: false,
    };
    const batches = inBatches(group, ids).map((batch) => batch.ids);
    expect(batches.map((batch) => batch.length)).toEqual([1, 2, 3, 4, 5, 1, 2]);
    expect(batches.flat()).toEqual(ids);
  });
});
