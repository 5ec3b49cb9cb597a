/** A resource's unique value, kept for its owner by a document whose id is a hash of the folded value. */

import { createHash } from 'node:crypto';
import { uniqueness } from '../../../scim/error.ts';
import { fold } from '../../../scim/resource/compare.ts';
import type { Resource } from '../../../scim/resource/resource.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import { field, fix, say } from '../../../scim/text.ts';
import type { StoredDocument } from '../../documents/document-store.ts';
import { reservationPrefix } from './documents.ts';

/** The unique value of a resource in the form that must not occur twice. */
export const uniqueKey = (type: ResourceType, attributes: Resource): string =>
  fold(String(attributes[type.uniqueAttribute]));

export const reservationId = (type: ResourceType, key: string): string =>
  reservationPrefix(type) + createHash('sha256').update(key).digest('hex');

export const reservation = (type: ResourceType, attributes: Resource, owner: string): StoredDocument => ({
  id: reservationId(type, uniqueKey(type, attributes)),
  type: 'reservation',
  owner,
});

/**
 * The id of the reservation of a resource; that of its value, unless another resource had it when keys changed
 * (storage/rekey).
 */
export const reservationIdOf = (type: ResourceType, document: StoredDocument, resource: Resource): string =>
  typeof document.reservation === 'string'
    ? document.reservation
    : reservationId(type, uniqueKey(type, resource));

/** What to remove from the document when that reservation is given up. */
export const reservationMark = (document: StoredDocument): readonly string[] =>
  document.reservation === undefined ? [] : ['/reservation'];

/** RFC 7644 §3.3: the answer when another resource of the account has the value. */
export const valueTaken = (type: ResourceType) =>
  uniqueness(
    'taken',
    say`${field(type.uniqueAttribute)} is taken: another ${type.name.toLowerCase()} of this account has this value (compared without regard to case). ${fix`Match it instead of creating it, or change one of the two`}.`,
  );
