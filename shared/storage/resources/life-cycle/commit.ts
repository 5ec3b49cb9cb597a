/**
 * Writes one change. What fits one batch is atomic, with the condition on the resource and the log entry in that batch:
 * who loses an `If-Match` changes nothing. A larger change of members writes an intent in it, which is then applied in
 * steps. A lost answer is looked up: a write that happened is never reported as a failure.
 */

import type { StoredResource } from '../../../protocol/resource-store.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import {
  type BatchFailure,
  type DocumentOperation,
  type DocumentPatch,
  MAX_BATCH_OPERATIONS,
} from '../../documents/document-store.ts';
import { logDocument } from '../../log/log-document.ts';
import { applyIntent, finishIntent } from '../membership/intent.ts';
import { type ListedIntent, openIntent } from '../membership/intent-documents.ts';
import { effectCounts } from '../membership/member-effect.ts';
import { existingMembers } from '../membership/member-guards.ts';
import {
  creations,
  documentType,
  resourceDocumentId,
  resourceIdOf,
  storedResource,
} from '../partition/documents.ts';
import { finishLater, type Partition } from '../partition/partition.ts';
import { valueTaken } from '../partition/reservation.ts';
import {
  type Findings,
  memberOperations,
  type PendingChange,
  reservationOperations,
  resourcePatch,
  sealed,
} from './change-operations.ts';

/** The resource as it is after an update, or that there is none. */
export interface Updated {
  readonly stored: StoredResource | undefined;
}

/** @returns undefined when the race was lost: to be tried again on what is there now; throws when the answer was, and notes it */
export async function commit(partition: Partition, todo: PendingChange): Promise<Updated | undefined> {
  const { type, current } = todo;
  const operationId = partition.newOperationId();
  const resource = sealed(partition, todo);
  const patch = resourcePatch(partition, todo, resource, operationId);
  const beside = [
    ...reservationOperations(todo),
    ...creations(todo.change.log(effectCounts(todo.effect)).map(logDocument)),
  ];
  const small = [patch, ...beside, ...memberOperations(todo, operationId)];
  const { operations, intent }: Written =
    small.length > MAX_BATCH_OPERATIONS
      ? await withIntent(partition, todo, patch, beside, operationId)
      : { operations: small };
  todo.findings.lostWrite = operationId;
  const outcome = await partition.batch(operations);
  todo.findings.lostWrite = undefined;
  if (!outcome.ok) return learnFrom(outcome, partition, todo, operations);
  if (intent) await finishLater(() => applyIntent(partition, intent));
  if (!resource) return { stored: storedResource(type.name, outcome.documents[0]) };
  return { stored: { resource, revision: current.revision + 1, rendition: patch.rendition } };
}

/** The batch of a change, and what is applied behind it. */
interface Written {
  readonly operations: readonly DocumentOperation[];
  readonly intent?: ListedIntent;
}

async function withIntent(
  partition: Partition,
  { type, id, change, effect }: PendingChange,
  patch: DocumentPatch,
  beside: readonly DocumentOperation[],
  operationId: string,
): Promise<Written> {
  const added = effect.clear ? [...change.members.add.values()] : effect.add;
  const add = await existingMembers(partition, added, type.memberTypes);
  const { intent, operations } = openIntent({ ...effect, groupId: id, operationId, add });
  const opening = { ...patch, set: { ...patch.set, '/intent': operationId } };
  return { intent, operations: [opening, ...beside, ...operations] };
}

/**
 * What an earlier attempt has written although its answer was lost. Asked by a write, because a read may be served from
 * before it. @returns undefined when there was no such attempt, or it wrote nothing
 */
export async function lostWrite(
  partition: Partition,
  type: ResourceType,
  id: string,
  findings: Findings,
): Promise<Updated | undefined> {
  const { lostWrite: operationId } = findings;
  if (operationId === undefined) return undefined;
  const guard: DocumentOperation = {
    kind: 'patch',
    id: resourceDocumentId(type.name, id),
    set: { '/touched': operationId },
    when: { type: documentType(type.name), operationId },
  };
  const outcome = await partition.batch([guard]);
  findings.lostWrite = undefined;
  if (!outcome.ok) return undefined;
  const [document] = outcome.documents;
  if (document?.intent !== undefined) await finishLater(() => finishIntent(partition, id));
  return { stored: storedResource(type.name, document) };
}

/** @returns undefined to try again on what is there now; throws when that would not help */
async function learnFrom(
  { index, reason }: BatchFailure,
  partition: Partition,
  { type, id, findings }: PendingChange,
  operations: readonly DocumentOperation[],
): Promise<undefined> {
  const failed = operations[index];
  if (failed?.kind === 'create' && failed.document.type === 'reservation') {
    const reservation = await partition.read(failed.document.id);
    if (reservation && reservation.owner !== id) throw valueTaken(type);
  }
  if (failed?.kind === 'guard' && reason !== 'exists') {
    const named = [{ value: resourceIdOf(failed.id) }];
    for (const member of await existingMembers(partition, named, type.memberTypes))
      findings.members.set(member.value, member);
  }
  return undefined;
}
