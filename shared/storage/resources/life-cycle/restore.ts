/** Puts a resource back as it was: where there is none, or where it was deleted. Never over another resource. */

import type { Restored } from '../../../archive/archive-store.ts';
import type { StoredResource } from '../../../protocol/resource-store.ts';
import type { KeptEntry } from '../../../provisioning-log/entry.ts';
import { searchKeysWithRetained } from '../../../scim/filter/search-keys.ts';
import { equal, isComplex, type Resource } from '../../../scim/resource/resource.ts';
import { serverAttributesOf } from '../../../scim/resource/server-attributes.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import type { DocumentOperation, StoredDocument } from '../../documents/document-store.ts';
import { logDocument } from '../../log/log-document.ts';
import { cleanUp } from '../membership/cleanup.ts';
import { creations, resourceDocument, resourceDocumentId, storedResource } from '../partition/documents.ts';
import { type Partition, retry } from '../partition/partition.ts';
import { reservation } from '../partition/reservation.ts';

/** Milliseconds that one call spends on what a delete has left. */
const CLEANUP_PER_RESTORE = 10_000;

/** What an attempt writes, with the same mark each time, by which its own write is known again. */
interface Restoration {
  readonly type: ResourceType;
  readonly document: StoredDocument;
  readonly stored: StoredResource;
  /** In the same batch: the reservation, and the log entries. */
  readonly beside: readonly DocumentOperation[];
}

/** @param typeNames of all resource types of the account */
export async function restoreResource(
  partition: Partition,
  typeNames: readonly string[],
  type: ResourceType,
  stored: StoredResource,
  log: readonly KeptEntry[],
): Promise<Restored> {
  const { resource, revision } = stored;
  const id = String(resource.id);
  const others = typeNames.filter((name) => name !== type.name);
  if (await isIdOfOneOf(partition, others, id)) return 'misnamed';
  const document = { ...resourceDocument(type, resource, partition.newOperationId()), revision };
  const beside = creations([reservation(type, resource, id), ...log.map(logDocument)]);
  return retry(() => putBack(partition, { type, document, stored, beside }));
}

/**
 * Memberships name their ends by id alone: resources of two types must not share one, not even after their deletion.
 */
async function isIdOfOneOf(partition: Partition, typeNames: readonly string[], id: string): Promise<boolean> {
  const found = await Promise.all(typeNames.map((name) => partition.read(resourceDocumentId(name, id))));
  return found.some((document) => document !== undefined);
}

async function putBack(partition: Partition, restoration: Restoration): Promise<Restored | undefined> {
  const { document, beside } = restoration;
  const outcome = await partition.batch([{ kind: 'create', document }, ...beside]);
  if (outcome.ok) return 'created';
  if (outcome.index > 0) return 'taken';
  return compareOrRevive(partition, restoration);
}

/**
 * A document with the id decides: of the same resource, of another state of it, or of a deleted one, which comes back.
 */
async function compareOrRevive(
  partition: Partition,
  restoration: Restoration,
): Promise<Restored | undefined> {
  const { type, document, stored } = restoration;
  const there = await partition.read(document.id);
  const current = storedResource(type.name, there);
  if (current) {
    if (there?.operationId === document.operationId) return 'created';
    return isSame(current.resource, stored.resource) ? 'unchanged' : 'different';
  }
  if (there?.owes !== true) return there && revive(partition, restoration, there);
  await cleanUp(partition, document.id, partition.now() + CLEANUP_PER_RESTORE);
  const after = await partition.read(document.id);
  return after?.owes === true ? 'deleting' : undefined;
}

/** The time of the last change does not count: a group has a new one when a member comes or goes. */
function isSame(a: Resource, b: Resource): boolean {
  const { lastModified } = serverAttributesOf(b);
  const meta = isComplex(a.meta) ? { ...a.meta, lastModified } : {};
  return equal({ ...a, meta }, b);
}

/** A deleted resource comes back under a version that no client has seen with another content. */
async function revive(
  partition: Partition,
  { type, document, stored, beside }: Restoration,
  tombstone: StoredDocument,
): Promise<Restored | undefined> {
  const { resource, revision } = stored;
  const last = Number(tombstone.revision);
  const patch: DocumentOperation = {
    kind: 'patch',
    id: document.id,
    set: {
      '/type': document.type,
      '/revision': Math.max(revision, last + 1),
      '/r': resource,
      '/k': searchKeysWithRetained(type, resource),
      '/operationId': String(document.operationId),
    },
    remove: ['/deletedAt', '/ttl'],
    when: { type: 'tombstone', owes: undefined, revision: last },
  };
  const outcome = await partition.batch([patch, ...beside]);
  if (outcome.ok) return 'created';
  return outcome.index > 0 ? 'taken' : undefined;
}
