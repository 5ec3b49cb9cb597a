/** Bodies of PATCH in both dialects (RFC 7644 §3.5.2). */

import { isObject, type Json, type JsonObject } from '../../shared/scim/json.ts';
import { messages } from '../../shared/scim/messages/urns.ts';
import { equals } from './filter-query.ts';
import { type Change, valueAt } from './model.ts';
import { type Dialect, pathOf, referenceEntry, wireValue } from './wire.ts';

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
