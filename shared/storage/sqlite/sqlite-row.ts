/** A document as a row: search keys in `k`, all else in `body`, both as JSON text, beside columns that have an index. */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { DocumentTooLarge } from '../../store-errors/store-errors.ts';
import type { KeptRendition, StoredDocument } from '../documents/document-store.ts';

export interface Row {
  readonly id: string;
  readonly type: string;
  /** The type, unless no query lists documents of it. */
  readonly listed: string | null;
  readonly groupId: string | null;
  readonly memberId: string | null;
  readonly owes: 'true' | 'false' | null;
  /** Milliseconds since the epoch. */
  readonly expires: number | null;
  readonly externalId: string | null;
  readonly revision: number | null;
  readonly layout: string | null;
  readonly rendition: string | null;
  readonly k: string | null;
  readonly body: string;
}

/** As on Cosmos DB: what one store takes, the other takes. */
export const MAX_BYTES = 2 * 1024 * 1024;

/** Most documents are of these types. They are found by their ids and ends, and an index of them would only cost. */
export const UNLISTED: readonly string[] = ['membership', 'reservation'];

export const listedType = (type: string): string | null => (UNLISTED.includes(type) ? null : type);

/** @throws TypeError when the store could not find the document again, DocumentTooLarge */
export function rowOf({ k, ...rest }: StoredDocument, now: number, rendition?: KeptRendition): Row {
  const { id, type, ttl, groupId, memberId, owes } = rest;
  if (id === '' || !id.isWellFormed()) throw new TypeError('the id of a document is not text');
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl > 0)) throw new TypeError(`no ttl: ${ttl}`);
  const row: Row = {
    id,
    type,
    listed: listedType(type),
    groupId: textOrNull(groupId),
    memberId: textOrNull(memberId),
    owes: typeof owes === 'boolean' ? `${owes}` : null,
    expires: ttl === undefined ? null : now + ttl * 1000,
    externalId: externalIdOf(k),
    revision: Number.isSafeInteger(rest.revision) ? Number(rest.revision) : null,
    layout: rendition?.layout ?? null,
    rendition: rendition?.text ?? null,
    k: k === undefined ? null : JSON.stringify(k),
    body: JSON.stringify(rest),
  };
  return requireBytes(row);
}

/** @throws DocumentTooLarge */
export function requireBytes<Text extends RowText>(row: Text): Text {
  const bytes = bytesOf(row);
  if (bytes > MAX_BYTES) throw new DocumentTooLarge(`a document of ${bytes} bytes`);
  return row;
}

/** @param k search keys */
export const externalIdOf = (k: Json | undefined): string | null =>
  isObject(k) ? textOrNull(k.externalId) : null;

const textOrNull = (value: Json | undefined): string | null =>
  typeof value === 'string' && value.isWellFormed() ? value : null;

/** UTF-8 bytes. */
export const bytesOf = ({ body, k }: RowText): number =>
  Buffer.byteLength(body) + (k === null ? 0 : Buffer.byteLength(k));

/** A document without properties that are undefined. */
export type WholeDocument = StoredDocument & JsonObject;

/** The two columns that make a document. */
export type RowText = Pick<Row, 'body' | 'k'>;

/** @param row with the columns body and k */
export const rowText = ({ body, k }: { readonly body?: unknown; readonly k?: unknown }): RowText => ({
  body: String(body),
  k: typeof k === 'string' ? k : null,
});

/** @param row with the columns body and k */
export function documentOfRow({ body, k }: { readonly body?: unknown; readonly k?: unknown }): WholeDocument {
  const rest = parsed(String(body));
  return asDocument(typeof k === 'string' ? { ...rest, k: JSON.parse(k) } : rest);
}

function parsed(body: string): JsonObject {
  const known = body.length < LARGE ? undefined : large.deref();
  if (known?.body === body) return known.value;
  const value: unknown = JSON.parse(body);
  if (!isObject(value)) throw new TypeError('the table holds a row that is not a document');
  if (body.length >= LARGE) large = new WeakRef({ body, value });
  return value;
}

/** UTF-16 units from which the text is compared much faster than it is parsed. */
const LARGE = 100_000;

/**
 * The last large document that was parsed: a change of many members is read again by each request for a member, until
 * it is finished. It goes with the next garbage collection.
 */
let large = new WeakRef<{ readonly body: string; readonly value: JsonObject }>({ body: '', value: {} });

export function asDocument(value: JsonObject): WholeDocument {
  if (!isDocument(value)) throw new TypeError('no document: without id or type');
  return value;
}

const isDocument = (value: JsonObject): value is WholeDocument =>
  typeof value.id === 'string' && typeof value.type === 'string';
