/**
 * The room of a resource's life: create, update, delete, restore. Each is written in one batch with the reservation of
 * its unique value and its log entries, so that nothing of a refused write is left. It changes memberships only through
 * membership/, and reads none to answer a request.
 *
 * RFC 7644 §3.5: an update runs on the current version until its change is written, or turns out to be none.
 */

import { inOnePiece } from '../../../async/pieces.ts';
import type { Change, StoredResource } from '../../../protocol/resource-store.ts';
import { changesMembers } from '../../../scim/patch/member-change.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import type { DocumentOperation } from '../../documents/document-store.ts';
import { logDocument } from '../../log/log-document.ts';
import { finishIntent } from '../membership/intent.ts';
import {
  effectCounts,
  hasEffect,
  memberEffect,
  noEffect,
  withMemberTypes,
} from '../membership/member-effect.ts';
import { creations, documentType, resourceDocumentId, storedResource } from '../partition/documents.ts';
import { type Partition, retry } from '../partition/partition.ts';
import { readResourceDocument } from '../partition/read-your-writes.ts';
import type { Findings } from './change-operations.ts';
import { commit, lostWrite, type Updated } from './commit.ts';

type Updater = (current: StoredResource) => Change;

/** @returns the resource as it is now; undefined when there is none */
export async function updateResource(
  partition: Partition,
  type: ResourceType,
  id: string,
  updater: Updater,
): Promise<StoredResource | undefined> {
  // Members are what the client says, or users, until a batch says otherwise: then they are looked up.
  const findings: Findings = { members: new Map() };
  const { stored } = await retry(() => tryUpdate(partition, type, id, updater, findings));
  return stored;
}

async function tryUpdate(
  partition: Partition,
  type: ResourceType,
  id: string,
  updater: Updater,
  findings: Findings,
): Promise<Updated | undefined> {
  const written = await lostWrite(partition, type, id, findings);
  if (written) return written;
  const document = await readResourceDocument(partition, type.name, id);
  const current = storedResource(type.name, document);
  if (!document || !current) return { stored: undefined };
  const asked = await inOnePiece(() => updater(current));
  const affectsMembers = changesMembers(asked.members);
  if (affectsMembers && document.intent !== undefined) {
    await finishIntent(partition, id);
    return undefined;
  }
  const change = { ...asked, members: await withMemberTypes(partition, asked.members, type.memberTypes) };
  const effect = affectsMembers ? await memberEffect(partition, id, change.members) : noEffect;
  if (!change.attributes && !hasEffect(effect)) return confirm(partition, type, current, change);
  return commit(partition, { type, id, document, current, change, effect, findings });
}

/**
 * A change without effect is one only if what was read is still current: another instance may have written since, and
 * reads may lag behind writes. The version stays as it is.
 */
async function confirm(
  partition: Partition,
  type: ResourceType,
  current: StoredResource,
  change: Change,
): Promise<Updated | undefined> {
  const guard: DocumentOperation = {
    kind: 'guard',
    id: resourceDocumentId(type.name, String(current.resource.id)),
    touched: partition.newOperationId(),
    when: { type: documentType(type.name), revision: current.revision },
  };
  const outcome = await partition.batch([
    guard,
    ...creations(change.log(effectCounts(noEffect)).map(logDocument)),
  ]);
  return outcome.ok ? { stored: current } : undefined;
}
