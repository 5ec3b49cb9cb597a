/** Puts a resource back as it was: where there is none, or where it was deleted. Never over one that stands there. */

import type { Restored } from '../../archive/archive-store.ts';
import type { Scope, StoredResource } from '../../protocol/resource-store.ts';
import type { KeptEntry } from '../../provisioning-log/entry.ts';
import { searchKeysWithRetained } from '../../scim/filter/search-keys.ts';
import { equal, isComplex, type Resource } from '../../scim/resource/resource.ts';
import { serverAttributesOf } from '../../scim/resource/server-attributes.ts';
import type { DocumentOperation, StoredDocument } from '../documents/document-store.ts';
import { logDocument } from '../log/log-document.ts';
import { ifAnswered, retry, type StoreContext } from './context.ts';
import { creations, reservation, resourceDocument, resourceDocumentId, storedResource } from './documents.ts';
import { settle } from './settle.ts';

/** Milliseconds that one call spends on what a delete has left. */
const SETTLE_BUDGET = 10_000;

/** What an attempt writes, with the same mark each time, by which its own write is known again. */
interface Restoration {
  readonly document: StoredDocument;
  readonly stored: StoredResource;
  /** In the same batch: the reservation, and what the caller adds. */
  readonly beside: readonly DocumentOperation[];
}

/** Memberships name their ends by id alone: resources of two types must not share one, not even after their deletion. */
async function isMisnamed(
  { documents }: StoreContext,
  typeNames: readonly string[],
  { account, type }: Scope,
  id: string,
): Promise<boolean> {
  const others = typeNames.filter((name) => name !== type.name);
  const found = await Promise.all(
    others.map((name) => documents.read(account, resourceDocumentId(name, id))),
  );
  return found.some((document) => document !== undefined);
}

/** @param typeNames of all resource types of the account */
export async function restore(
  context: StoreContext,
  typeNames: readonly string[],
  scope: Scope,
  stored: StoredResource,
  log: readonly KeptEntry[],
): Promise<Restored> {
  const { type } = scope;
  const { resource, revision } = stored;
  if (await isMisnamed(context, typeNames, scope, String(resource.id))) return 'misnamed';
  const document = { ...resourceDocument(type, resource, context.newId()), revision };
  const beside = creations([reservation(type, resource, String(resource.id)), ...log.map(logDocument)]);
  return retry(() => attempt(context, scope, { document, stored, beside }));
}

async function attempt(
  context: StoreContext,
  scope: Scope,
  restoration: Restoration,
): Promise<Restored | undefined> {
  const { document, beside } = restoration;
  const operations: DocumentOperation[] = [{ kind: 'create', document }, ...beside];
  const outcome = await ifAnswered(() => context.documents.batch(scope.account, operations));
  if (outcome?.ok) return 'created';
  if (outcome && outcome.index > 0) return 'taken';
  return overWhatStands(context, scope, restoration);
}

async function overWhatStands(
  context: StoreContext,
  scope: Scope,
  restoration: Restoration,
): Promise<Restored | undefined> {
  const { account, type } = scope;
  const { document, stored } = restoration;
  const there = await context.documents.read(account, document.id);
  const current = storedResource(type.name, there);
  if (current) {
    if (there?.operationId === document.operationId) return 'created';
    return isSame(current.resource, stored.resource) ? 'unchanged' : 'different';
  }
  if (there?.owes !== true) return there && revive(context, scope, restoration, there);
  const deadline = context.now() + SETTLE_BUDGET;
  await settle(context, account, { documentId: document.id, deadline });
  const settled = await context.documents.read(account, document.id);
  return settled?.owes === true ? 'deleting' : undefined;
}

/** The time of the last change does not count: a group has a new one when a member comes or goes. */
function isSame(a: Resource, b: Resource): boolean {
  const { lastModified } = serverAttributesOf(b);
  const meta = isComplex(a.meta) ? { ...a.meta, lastModified } : {};
  return equal({ ...a, meta }, b);
}

/** A deleted resource comes back under a version that no client has seen with another content. */
async function revive(
  context: StoreContext,
  { account, type }: Scope,
  { document, stored, beside }: Restoration,
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
  const outcome = await ifAnswered(() => context.documents.batch(account, [patch, ...beside]));
  if (outcome?.ok) return 'created';
  return outcome && outcome.index > 0 ? 'taken' : undefined;
}
