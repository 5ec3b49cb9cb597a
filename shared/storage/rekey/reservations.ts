/**
 * Reservations, whose ids are hashes of folded values: each moves to the id that its owner's value has now. Of two
 * resources whose values have become the same, one gets it; the other keeps the old one, so that nothing is lost.
 */

import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { everything } from '../documents/conditions.ts';
import type { DocumentPatch, DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { eachDocument } from '../documents/pages.ts';
import { reservationPrefix, resourceDocumentId, storedResource } from '../resources/partition/documents.ts';
import { reservation, reservationId, uniqueKey } from '../resources/partition/reservation.ts';

/** Ids of two resources of one account with the same unique value: `kept` is found by it, `other` only by its id. */
export interface Collision {
  readonly resourceType: string;
  readonly attribute: string;
  readonly kept: string;
  readonly other: string;
  /** For the person who reads the log. */
  readonly remedy: string;
}

export interface Moved {
  readonly moved: number;
  readonly collisions: readonly Collision[];
}

/** What became of one reservation; undefined to look again at what is there now. */
type MoveOutcome = 'stays' | 'moved' | Collision | undefined;

export async function moveReservations(
  documents: DocumentStore,
  account: string,
  type: ResourceType,
): Promise<Moved> {
  const collisions: Collision[] = [];
  let moved = 0;
  const select = { where: everything, prefix: reservationPrefix(type) };
  for await (const { id, owner } of eachDocument(documents, account, select, 500)) {
    let outcome: MoveOutcome;
    while (outcome === undefined) outcome = await move(documents, account, type, id, String(owner));
    if (typeof outcome === 'object') collisions.push(outcome);
    else if (outcome === 'moved') moved += 1;
  }
  return { moved, collisions };
}

async function move(
  documents: DocumentStore,
  account: string,
  type: ResourceType,
  id: string,
  owner: string,
): Promise<MoveOutcome> {
  const document = await documents.read(account, resourceDocumentId(type.name, owner));
  const stored = storedResource(type.name, document);
  if (!document || !stored) return 'stays';
  const wanted = reservationId(type, uniqueKey(type, stored.resource));
  if (wanted === id) return 'stays';
  const whileOwned = mark(document, stored.revision, { '/touched': wanted });
  const taken = await documents.batch(account, [
    typeof document.reservation === 'string' ? { ...whileOwned, remove: ['/reservation'] } : whileOwned,
    { kind: 'create', document: reservation(type, stored.resource, owner) },
    { kind: 'delete', id },
  ]);
  if (taken.ok) return 'moved';
  if (taken.reason !== 'exists') return (await documents.read(account, id)) ? undefined : 'stays';
  const kept = String((await documents.read(account, wanted))?.owner);
  // Left behind by a change that moved on meanwhile.
  if (kept === owner)
    return (await documents.batch(account, [{ kind: 'delete', id }])).ok ? 'moved' : 'stays';
  const marked = await documents.batch(account, [mark(document, stored.revision, { '/reservation': id })]);
  return marked.ok ? collision(type, kept, owner) : undefined;
}

const mark = (
  { id, type }: StoredDocument,
  revision: number,
  set: Readonly<Record<string, string>>,
): DocumentPatch => ({ kind: 'patch', id, set, when: { type, revision } });

const collision = ({ name, uniqueAttribute }: ResourceType, kept: string, other: string): Collision => ({
  resourceType: name,
  attribute: uniqueAttribute,
  kept,
  other,
  remedy: `Both have the same ${uniqueAttribute} but for case or the form of a letter: a client that looks for it finds the first one only. Rename one of them.`,
});
