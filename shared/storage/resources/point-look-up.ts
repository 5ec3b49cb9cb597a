/** A filter that names one resource, by `id` or by its unique attribute: answered by point reads. */

import type { Condition } from '../../scim/filter/condition.ts';
import { isId } from '../../scim/id.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import type { StoredDocument } from '../documents/document-store.ts';
import { documentType, resourceDocumentId } from './partition/documents.ts';
import type { Partition } from './partition/partition.ts';
import { reservationId } from './partition/reservation.ts';

/** At most one resource can meet a condition that one of these comparisons is a necessary part of. */
interface PointLookUp {
  readonly attribute: string;
  readonly value: string;
}

export function pointLookUp(type: ResourceType, condition: Condition): PointLookUp | undefined {
  if (condition.kind === 'and') {
    for (const term of condition.terms) {
      const found = pointLookUp(type, term);
      if (found) return found;
    }
  }
  if (condition.kind !== 'compare' || condition.comparator !== 'eq' || condition.path.length !== 1)
    return undefined;
  const [attribute] = condition.path;
  const namesOne = attribute === 'id' || attribute === type.uniqueAttribute;
  return namesOne && typeof condition.value === 'string' ? { attribute, value: condition.value } : undefined;
}

/** One point read by id, two by the unique attribute. */
export async function lookUpDocument(
  partition: Partition,
  type: ResourceType,
  { attribute, value }: PointLookUp,
): Promise<StoredDocument | undefined> {
  const id = attribute === 'id' ? value : await ownerOf(partition, reservationId(type, value));
  if (id === undefined || !isId(id)) return undefined;
  const document = await partition.read(resourceDocumentId(type.name, id));
  return document?.type === documentType(type.name) ? document : undefined;
}

async function ownerOf(partition: Partition, reservationDocumentId: string): Promise<string | undefined> {
  const reservation = await partition.read(reservationDocumentId);
  return typeof reservation?.owner === 'string' ? reservation.owner : undefined;
}
