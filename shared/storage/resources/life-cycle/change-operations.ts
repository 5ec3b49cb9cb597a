/** The operations that one change of a resource consists of: on its document, its reservation and its memberships. */

import type { Change, StoredResource } from '../../../protocol/resource-store.ts';
import { searchKeysWithRetained } from '../../../scim/filter/search-keys.ts';
import { isObject, type Json } from '../../../scim/json.ts';
import type { Resource } from '../../../scim/resource/resource.ts';
import { serverAttributesOf, withServerAttributes } from '../../../scim/resource/server-attributes.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import type { DocumentOperation, DocumentPatch, StoredDocument } from '../../documents/document-store.ts';
import { hasEffect, type MemberEffect } from '../membership/member-effect.ts';
import { addOperations, type TypedMember } from '../membership/member-guards.ts';
import { documentType, membershipId, modifiedAt, requireSize } from '../partition/documents.ts';
import type { Partition } from '../partition/partition.ts';
import { reservation, reservationIdOf, reservationMark, uniqueKey } from '../partition/reservation.ts';

/** A change that was made from `current` and is not written yet. */
export interface PendingChange {
  readonly type: ResourceType;
  readonly id: string;
  /** That holds `current`. */
  readonly document: StoredDocument;
  readonly current: StoredResource;
  readonly change: Change;
  readonly effect: MemberEffect;
  readonly findings: Findings;
}

/** What the earlier attempts of the same update found out. */
export interface Findings {
  /** Members whose type was looked up. */
  readonly members: Map<string, TypedMember>;
  /** The operation id of a write whose answer was lost. */
  lostWrite?: string | undefined;
}

/**
 * The new version, on condition that nothing it was made from has changed.
 * @param resource as it becomes; undefined when its attributes stay as they are
 */
export function resourcePatch(
  partition: Partition,
  todo: PendingChange,
  resource: Resource | undefined,
  operationId: string,
): DocumentPatch {
  const { type, document, current, change, effect } = todo;
  const remove = isRename(todo) ? reservationMark(document) : [];
  const exact = resource !== undefined || change.conditional || effect.exact;
  return {
    kind: 'patch',
    id: document.id,
    set: { ...changedProperties(partition.now(), todo, resource), '/operationId': operationId },
    ...(resource && partition.keepsRenditions ? { rendition: change.render?.(resource) } : {}),
    ...(remove.length > 0 ? { remove } : {}),
    increment: { '/revision': 1 },
    when: {
      type: documentType(type.name),
      ...(exact ? { revision: current.revision } : {}),
      ...(hasEffect(effect) ? { intent: undefined } : {}),
    },
  };
}

function changedProperties(
  now: number,
  { type, document, current, change }: PendingChange,
  resource: Resource | undefined,
): Record<string, Json> {
  if (!resource) return change.keepsLastModified ? {} : modifiedAt(now);
  const keys = isObject(document.k) ? document.k : {};
  return {
    '/r': resource,
    '/k': searchKeysWithRetained(type, resource, { resource: current.resource, keys }),
  };
}

/** The new attributes as they are stored; undefined when they stay as they are. */
export function sealed(partition: Partition, { type, current, change }: PendingChange): Resource | undefined {
  if (!change.attributes) return undefined;
  const lastModified = new Date(partition.now()).toISOString();
  const stamp = { ...serverAttributesOf(current.resource), lastModified };
  return requireSize(withServerAttributes(type, change.attributes, stamp));
}

const isRename = ({ type, current, change }: PendingChange): boolean =>
  change.attributes !== undefined && uniqueKey(type, change.attributes) !== uniqueKey(type, current.resource);

export function reservationOperations(todo: PendingChange): DocumentOperation[] {
  const { type, id, document, current, change } = todo;
  if (!change.attributes || !isRename(todo)) return [];
  return [
    { kind: 'create', document: reservation(type, change.attributes, id) },
    { kind: 'delete', id: reservationIdOf(type, document, current.resource) },
  ];
}

export function memberOperations(
  { type, id, effect, findings }: PendingChange,
  operationId: string,
): DocumentOperation[] {
  const [likeliest = ''] = type.memberTypes;
  const members = effect.add.map(
    ({ value, type: named = likeliest }) => findings.members.get(value) ?? { value, type: named },
  );
  return [
    ...effect.remove.map(
      (memberId): DocumentOperation => ({ kind: 'delete', id: membershipId(id, memberId) }),
    ),
    ...addOperations(id, members, operationId),
  ];
}
