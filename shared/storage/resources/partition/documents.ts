/** The documents of the `resources` container: ids, shapes, and their way to and from canonical resources. */

import type { StoredResource } from '../../../protocol/resource-store.ts';
import { tooLarge } from '../../../scim/error.ts';
import { searchKeysWithRetained } from '../../../scim/filter/search-keys.ts';
import { jsonTextOf } from '../../../scim/json.ts';
import { instant } from '../../../scim/resource/compare.ts';
import type { Resource } from '../../../scim/resource/resource.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import { fix, say } from '../../../scim/text.ts';
import { everything, has } from '../../documents/conditions.ts';
import type { DocumentOperation, StoredDocument } from '../../documents/document-store.ts';
import type { Selection } from '../../documents/pages.ts';

/** Version of the document shapes below. */
const SHAPE = 1;

/** Documents of deleted resources are forgotten after this many seconds: 30 days. */
export const TOMBSTONE_TTL = 30 * 24 * 3600;

/** How the documents of a resource type are told from all others. */
interface DocumentKind {
  /** The value of `type`. */
  readonly type: string;
  /** Their ids are this, a dot, and the id of the resource. */
  readonly prefix: string;
}

/** Prefixes of one letter are these, and `m`, `q`, `i` and `l` (log/log-document.ts). */
const DOCUMENT_KINDS: ReadonlyMap<string, DocumentKind> = new Map([
  ['User', { type: 'user', prefix: 'u' }],
  ['Group', { type: 'group', prefix: 'g' }],
]);

/** Values of `type` that other documents have, of resources and of what lies beside them. */
const RESERVED = new Set(['user', 'group', 'membership', 'reservation', 'tombstone', 'intent', 'log']);

/** Those of any other resource type have its whole name. @throws TypeError for a name that documents of another kind have */
function documentKind(typeName: string): DocumentKind {
  const known = DOCUMENT_KINDS.get(typeName);
  if (known) return known;
  const name = typeName.toLowerCase();
  if (RESERVED.has(name) || name.length < 2 || name.includes('.'))
    throw new TypeError(`a resource type cannot be called ${typeName}`);
  return { type: name, prefix: name };
}

/** The value of `type` in a resource's document. */
export const documentType = (typeName: string): string => documentKind(typeName).type;

export const resourceDocumentId = (typeName: string, id: string): string =>
  `${documentKind(typeName).prefix}.${id}`;

/** The id of the resource whose document, or tombstone, this is. */
export const resourceIdOf = (documentId: string): string => documentId.slice(documentId.indexOf('.') + 1);

/** The document that a membership names as its group. */
export const groupDocumentId = (groupId: string): string => resourceDocumentId('Group', groupId);

/** Whether this is the id of a group's document or tombstone. */
export const isGroupDocumentId = (documentId: string): boolean => documentId.startsWith(groupDocumentId(''));

/** What the ids of all memberships begin with; those of one group are next to each other. */
export const MEMBERSHIP_PREFIX = 'm.';

export const membershipId = (groupId: string, memberId: string): string =>
  `${MEMBERSHIP_PREFIX}${groupId}.${memberId}`;

/** Of the group that a membership belongs to; ids of resources hold no dot. */
export const groupIdOf = (membershipDocumentId: string): string =>
  membershipDocumentId.slice(
    MEMBERSHIP_PREFIX.length,
    membershipDocumentId.indexOf('.', MEMBERSHIP_PREFIX.length),
  );

/** All memberships of a group. */
export const membershipsOfGroup = (groupId: string): Selection => ({
  where: everything,
  prefix: membershipId(groupId, ''),
});

/** All memberships of a resource in groups. */
export const membershipsOfMember = (memberId: string): Selection => ({
  where: has('memberId', memberId),
  prefix: MEMBERSHIP_PREFIX,
});

export const intentId = (groupId: string): string => `i.${groupId}`;

/** Ids of resources hold no dot. */
export const intentPartId = (groupId: string, index: number): string => `${intentId(groupId)}.${index}`;

/** What the ids of all reservations of a resource type begin with. */
export const reservationPrefix = ({ name, uniqueAttribute }: ResourceType): string =>
  DOCUMENT_KINDS.has(name) ? `q.${uniqueAttribute}.` : `q.${documentKind(name).prefix}.${uniqueAttribute}.`;

export const creations = (documents: readonly StoredDocument[]): DocumentOperation[] =>
  documents.map((document) => ({ kind: 'create', document }));

export interface Membership {
  readonly groupId: string;
  readonly memberId: string;
  /** Name of the member's resource type. */
  readonly memberType: string;
}

export const membershipDocument = ({ groupId, memberId, memberType }: Membership): StoredDocument => ({
  id: membershipId(groupId, memberId),
  type: 'membership',
  groupId,
  memberId,
  memberType,
});

export const membershipOf = (document: StoredDocument): Membership => ({
  groupId: String(document.groupId),
  memberId: String(document.memberId),
  memberType: String(document.memberType),
});

/** UTF-8 bytes of a resource; with its search keys it stays below the 2 MB that a document may have. */
const MAX_RESOURCE = 800_000;

/** Cleanup that a deletion, or steps that a large change of members, left unfinished: few documents, found by index. */
export const leftover = has('owes', true);

/** All of it. */
export const leftovers: Selection = { where: leftover, atOnce: true };

/** Throws 413 for a resource that grew too large to store. */
export function requireSize(resource: Resource): Resource {
  const size = Buffer.byteLength(jsonTextOf(resource));
  if (size <= MAX_RESOURCE) return resource;
  throw tooLarge(
    'resource-too-large',
    say`The resource would have ${size} bytes; at most ${MAX_RESOURCE} can be kept: ${fix`send less`}.`,
  );
}

export const resourceDocument = (
  type: ResourceType,
  resource: Resource,
  operationId: string,
): StoredDocument => ({
  id: resourceDocumentId(type.name, String(resource.id)),
  type: documentType(type.name),
  shape: SHAPE,
  revision: 1,
  r: requireSize(resource),
  k: searchKeysWithRetained(type, resource),
  operationId,
});

/** What to set when a resource changes otherwise than in its attributes: `meta.lastModified` and its key. */
export function modifiedAt(now: number): Record<string, string> {
  const lastModified = new Date(now).toISOString();
  return {
    '/r/meta/lastModified': lastModified,
    '/k/meta/lastModified': instant(lastModified) ?? lastModified,
  };
}

/** @returns undefined for a tombstone or no document at all. */
export function storedResource(
  typeName: string,
  document: StoredDocument | undefined,
): StoredResource | undefined {
  if (document?.type !== documentType(typeName)) return undefined;
  // Written only by resourceDocument and its patches.
  return { resource: document.r as Resource, revision: Number(document.revision) };
}
