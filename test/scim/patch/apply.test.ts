import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isOfType, resourceTypesOf, validate } from '../../../shared/accounts/resource-types.ts';
import { invalidPath, ScimError } from '../../../shared/scim/error.ts';
import { type Json, parseJson } from '../../../shared/scim/json.ts';
import { readPatchOp } from '../../../shared/scim/messages/patch-op.ts';
import { applyPatch, type PatchContext } from '../../../shared/scim/patch/apply.ts';
import { bindOperation } from '../../../shared/scim/patch/steps.ts';
import { strict } from '../../../shared/scim/policy.ts';
import type { Resource } from '../../../shared/scim/resource/resource.ts';
import { typeNamed } from '../../../shared/scim/schema/resource-type.ts';
import { field, say } from '../../../shared/scim/text.ts';
import { atOnce } from '../../pieces.ts';
import { sampleAccount } from '../../sample-account.ts';

interface Case {
  readonly title: string;
  readonly type?: 'User' | 'Group';
  readonly resource: Resource;
  readonly operations: readonly Json[];
  readonly expected?: Resource;
  readonly members?: { clear?: boolean; add?: string[]; remove?: string[]; removeWhere?: number };
  readonly error?: { status: number; scimType: string; detail?: string };
}

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'patch');
const types = resourceTypesOf(sampleAccount('reject'));

const contextOf = (type: 'User' | 'Group'): PatchContext => ({
  type: typeNamed(types, type),
  checks: {
    validate,
    isOfType,
    unknownAttribute: (path) => {
      throw invalidPath('unknown-attribute', say`unknown ${field(path)}`);
    },
  },
  policy: strict,
});

function patch({ type = 'User', resource, operations }: Case) {
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
  const { operations: read, errors } = atOnce(readPatchOp(body, strict));
  if (errors[0]) throw errors[0];
  const context = contextOf(type);
  const bound = read.map((one) => bindOperation(context.type, strict, one));
  return applyPatch(context, resource, bound);
}

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof ScimError
      ? { status: error.status, scimType: error.scimType, detail: error.detail }
      : error;
  }
}

describe.each(readdirSync(folder).sort())('RFC 7644 §3.5.2 %s', (file) => {
  const cases = parseJson(readFileSync(join(folder, file), 'utf8')) as unknown as Case[];

  test.each(cases.map((one) => [one.title, one] as const))('%s', (_title, one) => {
    const before = structuredClone(one.resource);
    if (one.error) {
      const { detail, ...rest } = one.error;
      expect(errorOf(() => patch(one))).toMatchObject({
        ...rest,
        detail: expect.stringContaining(detail ?? ''),
      });
    } else {
      const { resource, members } = patch(one);
      expect(resource).toEqual(one.expected ?? one.resource);
      expect({
        clear: members.clear,
        add: [...members.add.keys()],
        remove: [...members.remove],
        removeWhere: members.removeWhere.length,
      }).toEqual({ clear: false, add: [], remove: [], removeWhere: 0, ...one.members });
    }
    // The resource that was given is never changed: a store may run the patch again.
    expect(one.resource).toEqual(before);
  });
});
