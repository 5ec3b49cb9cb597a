/** Document <-> row: `k`, and what queries look for, have columns of their own. */

import type { Json } from '../../scim/json.ts';
import type { StoredDocument } from '../document-store.ts';

export interface Row {
  readonly body: string;
  readonly k: string | null;
}

/** Values in the order of the columns behind partition and id. */
export function columnsOf(document: StoredDocument, now: number) {
  const { k, ...body } = document;
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : null);
  return [
    document.type,
    text(document.groupId),
    text(document.memberId),
    document.owes === true ? 'true' : null,
    document.ttl === undefined ? null : now + document.ttl * 1000,
    JSON.stringify(body),
    k === undefined ? null : JSON.stringify(k),
  ] as const;
}

// Written only by columnsOf.
export const documentOf = ({ body, k }: Row): StoredDocument => {
  const document = JSON.parse(body) as StoredDocument;
  return k === null ? document : { ...document, k: JSON.parse(k) as Json };
};
