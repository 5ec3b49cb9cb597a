/** Bodies of POST and PATCH as Entra writes them (RFC 7644 §3.3, §3.5.2), made from what must be read back. */

import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/messages.ts';
import { type Change, type ReferenceForm, valueAt } from './model.ts';
import { type Dialect, equals, pathOf, referenceEntry, wireValue } from './wire.ts';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE_SCHEMA = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ENTRA_GROUP_SCHEMA = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';

/** `schemas` names the enterprise extension, which has no data, and not the extension at `urn`, which has. */
export function createUserBody(
  dialect: Dialect,
  user: JsonObject,
  urn: string | undefined,
  form: ReferenceForm,
): JsonObject {
  const extension = urn === undefined ? undefined : user[urn];
  return {
    schemas: [USER_SCHEMA, ENTERPRISE_SCHEMA],
    ...user,
    meta: { resourceType: 'User' },
    roles: [],
    ...(urn !== undefined && isObject(extension) ? { [urn]: extensionBody(dialect, extension, form) } : {}),
  };
}

function extensionBody(dialect: Dialect, values: JsonObject, form: ReferenceForm): JsonObject {
  const entries = Object.entries(values).map(([name, value]): [string, Json] =>
    isObject(value) ? referenceEntry(name, String(value.value), form) : [name, wireValue(dialect, value)],
  );
  return Object.fromEntries(entries);
}

export const createGroupBody = (group: JsonObject): JsonObject => ({
  schemas: [GROUP_SCHEMA, ENTRA_GROUP_SCHEMA],
  ...group,
  meta: { resourceType: 'Group' },
});

interface Operation {
  readonly op: 'Add' | 'Replace' | 'Remove';
  readonly path?: string;
  readonly value?: Json;
}

/** `resource` is the state before: Entra adds what it believes to be absent and replaces the rest. */
export function patchBody(dialect: Dialect, resource: JsonObject, changes: readonly Change[]): JsonObject {
  const operations = changes.map((change) => operationOf(dialect, resource, change));
  return patchOp(dialect, dialect === 'flag' ? merge(operations) : operations);
}

/** Several members at once; without the flag each carries the null `$ref` of Entra's samples. */
export function addMembersBody(dialect: Dialect, ids: readonly string[]): JsonObject {
  return patchOp(dialect, [{ op: 'Add', path: 'members', value: memberList(dialect, ids) }]);
}

/** Without the flag the list says which to remove; read by the letter of RFC 7644 §3.5.2.2 it empties the group. */
export function removeMembersBody(dialect: Dialect, ids: readonly string[]): JsonObject {
  if (dialect === 'default') {
    return patchOp(dialect, [{ op: 'Remove', path: 'members', value: memberList(dialect, ids) }]);
  }
  return patchOp(
    dialect,
    ids.map((id) => ({ op: 'Remove', path: `members[${equals('value', id)}]` })),
  );
}

const memberList = (dialect: Dialect, ids: readonly string[]): Json =>
  ids.map((value) => (dialect === 'default' ? { $ref: null, value } : { value }));

const patchOp = (dialect: Dialect, operations: readonly Operation[]): JsonObject => ({
  schemas: [messages.patchOp],
  Operations: operations.map(({ op, ...rest }) => ({
    op: dialect === 'flag' ? op.toLowerCase() : op,
    ...rest,
  })),
});

function operationOf(dialect: Dialect, resource: JsonObject, { target, value, form }: Change): Operation {
  const path = pathOf(target);
  const op = valueAt(resource, target) === undefined ? 'Add' : 'Replace';
  if (form === undefined) return { op, path, value: wireValue(dialect, value) };
  const id = isObject(value) ? String(value.value) : '';
  if (id === '' && form === 'list') return { op: 'Remove', path };
  const [name, wire] = referenceEntry(path, id, form);
  return { op, path: name, value: wire };
}

/** With the flag all singular changes share one path-less replace whose keys are paths; a lone one keeps its path. */
function merge(operations: readonly Operation[]): readonly Operation[] {
  const apart = (operation: Operation) => operation.op === 'Remove' || operation.path?.includes('[');
  const singular = operations.filter((operation) => !apart(operation));
  if (singular.length < 2) return operations;
  const value = Object.fromEntries(
    singular.map((one): [string, Json] => [one.path ?? '', one.value ?? null]),
  );
  return [...operations.filter(apart), { op: 'Replace', value }];
}
