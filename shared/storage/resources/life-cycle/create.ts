/** RFC 7644 §3.3: the resource, its reservation and its memberships in one batch. */

import type { Draft, StoredResource } from '../../../protocol/resource-store.ts';
import { withServerAttributes } from '../../../scim/resource/server-attributes.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import type { DocumentOperation } from '../../documents/document-store.ts';
import { logDocument } from '../../log/log-document.ts';
import { applyIntent } from '../membership/intent.ts';
import { openIntent } from '../membership/intent-documents.ts';
import { addOperations, existingMembers } from '../membership/member-guards.ts';
import { creations, resourceDocument, resourceIdOf } from '../partition/documents.ts';
import { finishLater, type Partition, retry } from '../partition/partition.ts';
import { reservation, valueTaken } from '../partition/reservation.ts';

const MAX_MEMBERS_AT_ONCE = 45;

export async function createResource(
  partition: Partition,
  type: ResourceType,
  draft: Draft,
): Promise<StoredResource> {
  const [id, operationId] = [partition.newId(), partition.newOperationId()];
  const created = new Date(partition.now()).toISOString();
  const resource = withServerAttributes(type, draft.attributes, { id, created, lastModified: created });
  const document = resourceDocument(type, resource, operationId);
  const members =
    draft.members.length === 0 ? [] : await existingMembers(partition, draft.members, type.memberTypes);
  const large =
    members.length > MAX_MEMBERS_AT_ONCE
      ? openIntent({ groupId: id, operationId, clear: false, remove: [], add: members })
      : undefined;
  const rendition = partition.keepsRenditions ? draft.render?.(resource) : undefined;
  const operations: DocumentOperation[] = [
    {
      kind: 'create',
      document: large ? { ...document, intent: operationId } : document,
      rendition,
    },
    ...creations([reservation(type, resource, id), ...draft.log(id).map(logDocument)]),
    ...(large ? large.operations : addOperations(id, members, operationId)),
  ];
  await retry(() => writeNew(partition, type, operations));
  if (large) await finishLater(() => applyIntent(partition, large.intent));
  return { resource, revision: 1, rendition };
}

async function writeNew(
  partition: Partition,
  type: ResourceType,
  operations: readonly DocumentOperation[],
): Promise<true | undefined> {
  const outcome = await partition.batch(operations);
  // No other request knows the id: a document of it is our own write, whose answer was lost.
  if (outcome.ok || outcome.index === 0) return true;
  if (outcome.index === 1) throw valueTaken(type);
  const failed = operations[outcome.index];
  // A member was deleted since it was looked up: look again, and say which.
  if (failed?.kind === 'guard')
    await existingMembers(partition, [{ value: resourceIdOf(failed.id) }], type.memberTypes);
  return undefined;
}
