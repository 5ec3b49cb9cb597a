/** A document as the container holds it: with its partition key, and the service's own properties taken off again. */

import type { JSONObject } from '@azure/cosmos';
import { isObject } from '../../scim/json.ts';
import type { StoredDocument } from '../documents/document-store.ts';

const NOT_OURS = new Set(['partitionKey', '_rid', '_self', '_etag', '_attachments', '_ts', '_lsn']);

/** Numbers become doubles in the service: a RawNumber loses its digits. */
export function toContainer(document: StoredDocument, partition: string): JSONObject {
  const stored: unknown = { ...document, partitionKey: partition };
  // The SDK's type knows neither undefined (which JSON leaves out) nor raw numbers.
  return stored as JSONObject;
}

export function fromContainer(stored: unknown): StoredDocument {
  const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  const document: unknown = Object.fromEntries(entries.filter(([name]) => !NOT_OURS.has(name)));
  if (!isStoredDocument(document)) throw new TypeError('the container holds a document without id and type');
  return document;
}

// Parsed from JSON by the SDK, so every property is Json.
const isStoredDocument = (value: unknown): value is StoredDocument =>
  isObject(value) && typeof value.id === 'string' && typeof value.type === 'string';

/** Whether a document can have this id: it is asked for by ids that clients made up, and goes into a URL unescaped. */
export const isPossibleId = (id: string): boolean =>
  /^[^/\\?#]+$/.test(id) && id !== '.' && id !== '..' && id.isWellFormed() && Buffer.byteLength(id) <= 1023;
