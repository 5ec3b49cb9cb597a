import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOfType, validate } from '../../shared/accounts/resource-types.ts';
import { policy, toleratePatch, tolerateResource } from '../../shared/interop/tolerate.ts';
import { invalidValue, ScimError } from '../../shared/scim/error.ts';
import { type Json, type JsonObject, parseJson } from '../../shared/scim/json.ts';
import { applyPatch, type Patched } from '../../shared/scim/patch/apply.ts';
import { noMemberChange } from '../../shared/scim/patch/member-change.ts';
import { bindOperation } from '../../shared/scim/patch/steps.ts';
import { readResource } from '../../shared/scim/resource/read.ts';
import type { Resource } from '../../shared/scim/resource/resource.ts';
import { requireAll, type ValueChecks } from '../../shared/scim/resource/rules.ts';
import { field, say } from '../../shared/scim/text.ts';
import { atOnce } from '../pieces.ts';
import { type TypeName, types } from './types.ts';

/** `operations` modify the resource `before`; `body` creates one. `error` is part of the detail of a 400. */
interface Case {
  readonly title: string;
  readonly type?: TypeName;
  readonly before?: Resource;
  readonly operations?: readonly Json[];
  readonly body?: JsonObject;
  readonly after?: Resource;
  readonly members?: { clear?: boolean; add?: string[]; remove?: string[] };
  readonly error?: string;
}

const folder = join(import.meta.dirname, '..', 'fixtures', 'interop', 'through-core');
const unchanged: Readonly<Record<TypeName, Resource>> = {
  User: { userName: 'ann' },
  Group: { displayName: 'Staff' },
};

const checks: ValueChecks = {
  validate,
  isOfType,
  unknownAttribute: (path) => {
    throw invalidValue('unknown-attribute', say`unknown: ${field(path)}`);
  },
};

function create(name: TypeName, body: JsonObject): Patched {
  const type = types[name];
  const resource = readResource(type, tolerateResource(type, body, () => {}) as JsonObject, checks);
  requireAll(type, resource);
  return { resource, members: noMemberChange };
}

function modify(name: TypeName, before: Resource, operations: readonly Json[]): Patched {
  const type = types[name];
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  const { operations: meant, errors } = atOnce(toleratePatch(type, body, () => {}));
  if (errors[0]) throw errors[0];
  return applyPatch(
    { type, checks, policy },
    before,
    meant.map((one) => bindOperation(type, policy, one)),
  );
}

const run = ({ type = 'User', before = unchanged[type], operations, body }: Case): Patched =>
  body ? create(type, body) : modify(type, before, operations ?? []);

function outcome(one: Case): Case | { status: number; detail: string } {
  try {
    const { resource, members } = run(one);
    const { clear, add, remove } = members;
    return {
      title: one.title,
      after: resource,
      members: { clear, add: [...add.keys()], remove: [...remove] },
    };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { status: error.status, detail: error.detail };
  }
}

describe.each(readdirSync(folder).sort())('forms met on the wire, tolerated and applied: %s', (file) => {
  const cases = parseJson(readFileSync(join(folder, file), 'utf8')) as unknown as Case[];

  test.each(cases.map((one) => [one.title, one] as const))('%s', (title, one) => {
    const expected =
      one.error === undefined
        ? {
            title,
            after: one.after ?? unchanged[one.type ?? 'User'],
            members: { clear: false, add: [], remove: [], ...one.members },
          }
        : { status: 400, detail: expect.stringContaining(one.error) };
    expect(outcome(one)).toEqual(expected);
  });
});
