/** RFC 7644 §3.6: the resource is gone and its unique value free in one batch; what hangs on it is settled after. */

import type { Scope, StoredResource } from '../../protocol/resource-store.ts';
import type { KeptEntry } from '../../provisioning-log/entry.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import type { DocumentOperation, StoredDocument } from '../documents/document-store.ts';
import { logDocument } from '../log/log-document.ts';
import { readResource } from './appearing.ts';
import { ifAnswered, retry, type StoreContext } from './context.ts';
import {
  creations,
  documentType,
  heldReservation,
  intentId,
  reservationMark,
  resourceDocumentId,
  storedResource,
} from './documents.ts';
import { settle } from './settle.ts';

type Check = (current: StoredResource) => { readonly log: readonly KeptEntry[] };

/** Milliseconds that a delete spends on memberships before it leaves the rest to later requests. */
const BUDGET = { memberId: 30_000, groupId: 2_000 } as const;

export async function deleteResource(
  context: StoreContext,
  scope: Scope,
  id: string,
  check: Check,
): Promise<boolean> {
  const operationId = context.newId();
  const deleted = await retry(() => bury(context, scope, id, check, operationId));
  const deadline = context.now() + BUDGET[scope.type.relation?.end ?? 'memberId'];
  // A repeated delete does what the first one was cut off from.
  if (deleted.existed || deleted.owes)
    await settle(context, scope.account, { documentId: resourceDocumentId(scope.type.name, id), deadline });
  return deleted.existed;
}

async function bury(
  context: StoreContext,
  { account, type }: Scope,
  id: string,
  check: Check,
  operationId: string,
): Promise<{ existed: boolean; owes?: boolean } | undefined> {
  const document = await readResource(context, account, type.name, id);
  // Our own write, whose answer was lost.
  if (document?.type === 'tombstone' && document.operationId === operationId) return { existed: true };
  const current = storedResource(type.name, document);
  if (!current || !document) return { existed: false, owes: document?.owes === true };
  const { log } = check(current);
  const operations: DocumentOperation[] = [
    tombstone(context, type, document, current, operationId),
    { kind: 'delete', id: heldReservation(type, document, current.resource) },
    ...(document.intent === undefined ? [] : [{ kind: 'delete', id: intentId(id) } as const]),
    ...creations(log.map(logDocument)),
  ];
  const outcome = await ifAnswered(() => context.documents.batch(account, operations));
  return outcome?.ok ? { existed: true } : undefined;
}

/** The resource's own document, emptied of personal data. */
function tombstone(
  { now }: StoreContext,
  type: ResourceType,
  document: StoredDocument,
  { revision }: StoredResource,
  operationId: string,
): DocumentOperation {
  const { intent } = document;
  return {
    kind: 'patch',
    id: document.id,
    set: {
      '/type': 'tombstone',
      '/owes': true,
      '/deletedAt': new Date(now()).toISOString(),
      '/operationId': operationId,
    },
    remove: ['/r', '/k', ...reservationMark(document), ...(intent === undefined ? [] : ['/intent'])],
    when: {
      type: documentType(type.name),
      revision,
      intent: typeof intent === 'string' ? intent : undefined,
    },
  };
}
