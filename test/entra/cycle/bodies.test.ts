/** What Entra puts on the wire: paths, queries, bodies of POST and PATCH. */

import {
  addMembersBody,
  createUserBody,
  patchBody,
  removeMembersBody,
} from '../../../entra/client/bodies.ts';
import type { Change, ReferenceForm } from '../../../entra/client/model.ts';
import { equals, pathOf, queryPath } from '../../../entra/client/wire.ts';
import { newUser } from '../../../entra/cycle/scenario.ts';
import { type JsonObject, rawNumber } from '../../../shared/scim/json.ts';

const URN = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const manager = { urn: URN, attribute: 'Manager_1' };
const workEmail = { attribute: 'emails', type: 'work', sub: 'value' };
const operations = (body: JsonObject) => JSON.parse(JSON.stringify(body.Operations));

describe('names and queries', () => {
  test.each([
    [{ attribute: 'userName' }, 'userName'],
    [{ attribute: 'name', sub: 'givenName' }, 'name.givenName'],
    [workEmail, 'emails[type eq "work"].value'],
    [manager, `${URN}:Manager_1`],
  ])('%j is the path %s (RFC 7644 §3.5.2)', (target, path) => {
    expect(pathOf(target)).toBe(path);
  });

  it('escapes a space as +, @ as %40, a quotation mark as %22, and + itself', () => {
    expect(queryPath('/Users', { filter: equals('userName', 'a+b@c.d') })).toBe(
      '/Users?filter=userName+eq+%22a%2Bb%40c.d%22',
    );
  });

  it('escapes quotation marks and backslashes inside a filter string (RFC 7644 §3.4.2.2)', () => {
    expect(equals('displayName', 'a "b" \\')).toBe('displayName eq "a \\"b\\" \\\\"');
  });
});

describe('PATCH bodies (RFC 7644 §3.5.2)', () => {
  const user: JsonObject = { active: true, displayName: 'Ann', [URN]: { Amount: rawNumber('1.50') } };
  const changes: Change[] = [
    { target: { attribute: 'active' }, value: false },
    { target: { attribute: 'title' }, value: 'CEO' },
    { target: workEmail, value: 'a@b.c' },
    { target: { urn: URN, attribute: 'Amount' }, value: rawNumber('12.50') },
  ];

  it('default dialect: one capitalised operation each, Add where nothing was, text for booleans and numbers', () => {
    expect(operations(patchBody('default', user, changes))).toEqual([
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Add', path: 'title', value: 'CEO' },
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@b.c' },
      { op: 'Replace', path: `${URN}:Amount`, value: '12.50' },
    ]);
  });

  it('flag dialect: filter paths apart, the rest in one path-less replace with JSON types and all digits', () => {
    const body = patchBody('flag', user, changes);
    expect(operations(body)).toEqual([
      { op: 'add', path: 'emails[type eq "work"].value', value: 'a@b.c' },
      { op: 'replace', value: { active: false, title: 'CEO', [`${URN}:Amount`]: 12.5 } },
    ]);
    expect(JSON.stringify(body)).toContain(':Amount":12.50}');
  });

  it('flag dialect: a lone change keeps its path', () => {
    expect(operations(patchBody('flag', user, changes.slice(0, 1)))).toEqual([
      { op: 'replace', path: 'active', value: false },
    ]);
  });

  test.each<[ReferenceForm, string, unknown, unknown]>([
    ['dotted', `${URN}:Manager_1.value`, 'u9', ''],
    ['nested', `${URN}:Manager_1`, { value: 'u9' }, { value: '' }],
    ['bare', `${URN}:Manager_1`, 'u9', ''],
  ])('a reference in the %s form is set and cleared under one path', (form, path, set, clear) => {
    const [setting, clearing] = [{ value: 'u9' }, null].map((value) =>
      operations(patchBody('default', {}, [{ target: manager, value, form }])),
    );
    expect(setting).toEqual([{ op: 'Add', path, value: set }]);
    expect(clearing).toEqual([{ op: 'Add', path, value: clear }]);
  });

  it('a reference in the list form carries the null $ref, and is cleared by Remove', () => {
    const change = { target: manager, form: 'list' } as const;
    const path = `${URN}:Manager_1`;
    expect(operations(patchBody('default', {}, [{ ...change, value: { value: 'u9' } }]))).toEqual([
      { op: 'Add', path, value: [{ $ref: null, value: 'u9' }] },
    ]);
    expect(operations(patchBody('flag', {}, [{ ...change, value: null }]))).toEqual([{ op: 'remove', path }]);
  });

  it('members: a value list without the flag, filter paths with it', () => {
    const list = [{ $ref: null, value: 'u1' }];
    expect(operations(addMembersBody('default', ['u1']))).toEqual([
      { op: 'Add', path: 'members', value: list },
    ]);
    expect(operations(removeMembersBody('default', ['u1']))).toEqual([
      { op: 'Remove', path: 'members', value: list },
    ]);
    expect(operations(removeMembersBody('flag', ['u1', 'u2']))).toEqual([
      { op: 'remove', path: 'members[value eq "u1"]' },
      { op: 'remove', path: 'members[value eq "u2"]' },
    ]);
  });
});

describe('POST /Users body (RFC 7644 §3.3)', () => {
  test.each<[ReferenceForm, JsonObject]>([
    ['dotted', { 'Manager_1.value': 'u9' }],
    ['nested', { Manager_1: { value: 'u9' } }],
    ['bare', { Manager_1: 'u9' }],
  ])('lists the enterprise URN without data, not the URN that has data; %s reference', (form, reference) => {
    const values = { Remote: true, Amount: rawNumber('12.50'), Manager_1: { value: 'u9' } };
    const body = createUserBody('default', newUser('run', 1, values, URN), URN, form);
    expect(body).toMatchObject({
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:User',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      ],
      active: true,
      meta: { resourceType: 'User' },
      roles: [],
    });
    expect(body[URN]).toEqual({ Remote: 'True', Amount: '12.50', ...reference });
  });
});
