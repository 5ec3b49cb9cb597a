/** RFC 7644 §3.6: the resource is gone and its unique value free in one batch; its memberships are removed after. */

import type { StoredResource } from '../../../protocol/resource-store.ts';
import type { KeptEntry } from '../../../provisioning-log/entry.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import type { DocumentOperation, StoredDocument } from '../../documents/document-store.ts';
import { logDocument } from '../../log/log-document.ts';
import { cleanUp } from '../membership/cleanup.ts';
import { intentDeletionsOf } from '../membership/intent.ts';
import { creations, resourceDocumentId, storedResource } from '../partition/documents.ts';
import { type Partition, retry } from '../partition/partition.ts';
import { readResourceDocument } from '../partition/read-your-writes.ts';
import { reservationIdOf, reservationMark } from '../partition/reservation.ts';

type Check = (current: StoredResource) => { readonly log: readonly KeptEntry[] };

/** Milliseconds that a delete spends on memberships before it leaves the rest to later requests. */
const CLEANUP_PER_DELETE = { memberId: 30_000, groupId: 2_000 } as const;

export async function removeResource(
  partition: Partition,
  type: ResourceType,
  id: string,
  check: Check,
): Promise<boolean> {
  const operationId = partition.newOperationId();
  const deleted = await retry(() => writeTombstone(partition, type, id, check, operationId));
  const deadline = partition.now() + CLEANUP_PER_DELETE[type.relation?.end ?? 'memberId'];
  // A repeated delete does what the first one was cut off from.
  if (deleted.existed || deleted.isLeftover)
    await cleanUp(partition, resourceDocumentId(type.name, id), deadline);
  return deleted.existed;
}

async function writeTombstone(
  partition: Partition,
  type: ResourceType,
  id: string,
  check: Check,
  operationId: string,
): Promise<{ existed: boolean; isLeftover?: boolean } | undefined> {
  const document = await readResourceDocument(partition, type.name, id);
  // Our own write, whose answer was lost.
  if (document?.type === 'tombstone' && document.operationId === operationId) return { existed: true };
  const current = storedResource(type.name, document);
  if (!current || !document) return { existed: false, isLeftover: document?.owes === true };
  const { log } = check(current);
  const beside = await intentDeletionsOf(partition, id, document);
  if (!beside) return undefined;
  const deletedAt = new Date(partition.now()).toISOString();
  const operations: DocumentOperation[] = [
    tombstone(document, current.revision, { '/deletedAt': deletedAt, '/operationId': operationId }),
    { kind: 'delete', id: reservationIdOf(type, document, current.resource) },
    ...beside,
    ...creations(log.map(logDocument)),
  ];
  const outcome = await partition.batch(operations);
  return outcome.ok ? { existed: true } : undefined;
}

/** The resource's own document, emptied of personal data. */
function tombstone(
  document: StoredDocument,
  revision: number,
  marks: Readonly<Record<string, string>>,
): DocumentOperation {
  const { id, type, intent } = document;
  return {
    kind: 'patch',
    id,
    set: { '/type': 'tombstone', '/owes': true, ...marks },
    remove: ['/r', '/k', ...reservationMark(document), ...(intent === undefined ? [] : ['/intent'])],
    when: { type, revision, intent: typeof intent === 'string' ? intent : undefined },
  };
}
