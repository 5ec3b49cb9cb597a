import { isOfType, validate } from '../../shared/accounts/resource-types.ts';
import { policy, toleratePatch, tolerateResource } from '../../shared/interop/tolerate.ts';
import { invalidValue } from '../../shared/scim/error.ts';
import type { Json, JsonObject } from '../../shared/scim/json.ts';
import { applyPatch } from '../../shared/scim/patch/apply.ts';
import { bindOperation } from '../../shared/scim/patch/steps.ts';
import { readResource } from '../../shared/scim/resource/read.ts';
import type { Resource } from '../../shared/scim/resource/resource.ts';
import { field, say } from '../../shared/scim/text.ts';
import { atOnce } from '../pieces.ts';
import { types } from './types.ts';

const K = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';

const forms: readonly Json[] = [
  'u9',
  ['u9'],
  { value: 'u9' },
  { Value: 'u9', $ref: null },
  [{ $ref: null, value: 'u9' }],
  { value: 'u9', display: 'Ann' },
  [{ value: 'u9', displayName: 'Ann', $ref: 'https://example.com/Users/u9' }],
];
const empties: readonly Json[] = [
  null,
  '',
  [],
  [''],
  [null],
  {},
  { value: '' },
  { value: null },
  { $ref: null, value: '' },
  [{ value: '' }],
  [{ $ref: null, value: null, display: '' }],
];

const keys = ['Manager_1', 'Manager_1.value', 'manager_1.Value'];
const paths = keys.flatMap((key) => [key, `${K}:${key}`, `${K}.${key}`]);

/** How an operation may name the reference: each makes the Operations of a PATCH. */
const places = (op: string, value: Json): [string, Json][] => [
  ...paths.map((path): [string, Json] => [`path ${path}`, { op, path, value }]),
  ...paths.map((key): [string, Json] => [`key ${key}`, { op, value: { [key]: value } }]),
  ...keys.map((key): [string, Json] => [`in the extension ${key}`, { op, value: { [K]: { [key]: value } } }]),
  ...keys.map((key): [string, Json] => [`behind its path ${key}`, { op, path: K, value: { [key]: value } }]),
  ...keys.map((key): [string, Json] => [
    `in the core ${key}`,
    { op, value: { [CORE]: { [K]: { [key]: value } } } },
  ]),
];

const checks = {
  validate,
  isOfType,
  unknownAttribute: (path: string) => {
    throw invalidValue('unknown-attribute', say`${field(path)}`);
  },
};

const named = (id: string): Resource => ({ userName: 'ann', [K]: { Manager_1: { value: id } } });
const unmanaged: Resource = { userName: 'ann' };

function modify(before: Resource, operation: Json): Resource {
  const { operations, errors } = atOnce(toleratePatch(types.User, { Operations: [operation] }, () => {}));
  if (errors[0]) throw errors[0];
  const bound = operations.map((one) => bindOperation(types.User, policy, one));
  return applyPatch({ type: types.User, checks, policy }, before, bound).resource;
}

const create = (body: JsonObject): Resource =>
  readResource(types.User, tolerateResource(types.User, body, () => {}) as JsonObject, checks);

const shown = (json: Json) => JSON.stringify(json);

describe('every form of a user reference, wherever it stands', () => {
  describe.each(['Add', 'replace'])('%s', (op) => {
    test.each(forms.map((form) => [shown(form), form]))('sets it: %s', (_title, form) => {
      for (const [place, operation] of places(op, form)) {
        expect([place, modify(named('u1'), operation)]).toEqual([place, named('u9')]);
      }
    });

    test.each(empties.map((form) => [shown(form), form]))('clears it: %s', (_title, form) => {
      for (const [place, operation] of places(op, form)) {
        expect([place, modify(named('u1'), operation)]).toEqual([place, unmanaged]);
      }
    });
  });

  test.each(paths)('remove %s: without a value, with an empty one, with the one that is there', (path) => {
    for (const value of [...empties, ...forms]) {
      expect([value, modify(named('u9'), { op: 'Remove', path, value })]).toEqual([value, unmanaged]);
    }
    expect(modify(named('u9'), { op: 'remove', path })).toEqual(unmanaged);
    for (const value of forms) {
      expect([value, modify(named('u1'), { op: 'Remove', path, value })]).toEqual([value, named('u1')]);
    }
  });

  const bodies = (value: Json): JsonObject[] => [
    ...keys.map((key) => ({ [K]: { [key]: value } })),
    ...keys.map((key) => ({ [`${K}:${key}`]: value })),
    ...keys.map((key) => ({ [`${K}.${key}`]: value })),
    ...keys.map((key) => ({ [CORE]: { [K]: { [key]: value } } })),
    { [K]: { Manager_1: { value } } },
  ];

  test.each(forms.map((form) => [shown(form), form]))('in a new user: %s', (_title, form) => {
    for (const body of bodies(form)) expect(create({ userName: 'ann', ...body })).toEqual(named('u9'));
  });

  test.each(empties.map((form) => [shown(form), form]))('nobody in a new user: %s', (_title, form) => {
    for (const body of bodies(form)) expect(create({ userName: 'ann', ...body })).toEqual(unmanaged);
  });
});
