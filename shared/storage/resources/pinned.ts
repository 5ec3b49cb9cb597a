/** A filter that names one resource, by `id` or by its unique attribute: answered by point reads. */

import type { Scope } from '../../protocol/resource-store.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { isId } from '../../scim/id.ts';
import type { StoredDocument } from '../documents/document-store.ts';
import type { StoreContext } from './context.ts';
import { documentType, reservationId, resourceDocumentId } from './documents.ts';

/** At most one resource can meet a condition that one of these comparisons is a necessary part of. */
interface Pin {
  readonly attribute: string;
  readonly value: string;
}

export function pinOf({ type }: Scope, condition: Condition): Pin | undefined {
  if (condition.kind === 'and') {
    for (const term of condition.terms) {
      const pin = pinOf({ account: '', type }, term);
      if (pin) return pin;
    }
  }
  if (condition.kind !== 'compare' || condition.comparator !== 'eq' || condition.path.length !== 1)
    return undefined;
  const [attribute] = condition.path;
  const pins = attribute === 'id' || attribute === type.uniqueAttribute;
  return pins && typeof condition.value === 'string' ? { attribute, value: condition.value } : undefined;
}

/** One point read by id, two by the unique attribute. */
export async function readPinned(
  { documents }: StoreContext,
  { account, type }: Scope,
  pin: Pin,
): Promise<StoredDocument | undefined> {
  const id = pin.attribute === 'id' ? pin.value : await ownerOf();
  if (id === undefined || !isId(id)) return undefined;
  const document = await documents.read(account, resourceDocumentId(type.name, id));
  return document?.type === documentType(type.name) ? document : undefined;

  async function ownerOf(): Promise<string | undefined> {
    const reservation = await documents.read(account, reservationId(type, pin.value));
    return typeof reservation?.owner === 'string' ? reservation.owner : undefined;
  }
}
