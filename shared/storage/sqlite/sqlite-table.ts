/** One container's documents as rows: search keys in `k`, all else in `body`, both as JSON text. */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { DocumentTooLarge } from '../../store-errors/store-errors.ts';
import type { StoredDocument } from '../documents/document-store.ts';
import type { Connection } from './sqlite-connection.ts';
import { notExpired } from './sqlite-query.ts';

export interface Row {
  readonly id: string;
  readonly type: string;
  readonly groupId: string | null;
  readonly memberId: string | null;
  readonly owes: 'true' | 'false' | null;
  /** Milliseconds since the epoch. */
  readonly expires: number | null;
  readonly body: string;
  readonly k: string | null;
}

/** As on Cosmos DB: what one store takes, the other takes. */
export const MAX_BYTES = 2 * 1024 * 1024;

/** @throws TypeError when the store could not find the document again, DocumentTooLarge */
export function rowOf({ k, ...rest }: StoredDocument, now: number): Row {
  const { id, type, ttl, groupId, memberId, owes } = rest;
  if (id === '' || !id.isWellFormed()) throw new TypeError('the id of a document is not text');
  if (ttl !== undefined && !(Number.isInteger(ttl) && ttl > 0)) throw new TypeError(`no ttl: ${ttl}`);
  const row: Row = {
    id,
    type,
    groupId: textOrNull(groupId),
    memberId: textOrNull(memberId),
    owes: typeof owes === 'boolean' ? `${owes}` : null,
    expires: ttl === undefined ? null : now + ttl * 1000,
    body: JSON.stringify(rest),
    k: k === undefined ? null : JSON.stringify(k),
  };
  if (bytesOf(row) > MAX_BYTES) throw new DocumentTooLarge(`a document of ${bytesOf(row)} bytes`);
  return row;
}

const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

export const bytesOf = ({ body, k }: Pick<Row, 'body' | 'k'>): number =>
  Buffer.byteLength(body) + (k === null ? 0 : Buffer.byteLength(k));

/** A document without properties that are undefined. */
export type WholeDocument = StoredDocument & JsonObject;

/** @param row with the columns body and k */
export function documentOfRow({ body, k }: { readonly body?: unknown; readonly k?: unknown }): WholeDocument {
  const rest: unknown = JSON.parse(String(body));
  if (!isObject(rest)) throw new TypeError('the table holds a row that is not a document');
  return asDocument(typeof k === 'string' ? { ...rest, k: JSON.parse(k) } : rest);
}

export function asDocument(value: JsonObject): WholeDocument {
  if (!isDocument(value)) throw new TypeError('no document: without id or type');
  return value;
}

const isDocument = (value: JsonObject): value is WholeDocument =>
  typeof value.id === 'string' && typeof value.type === 'string';

/** Expired documents removed beside a batch: more than a batch adds, and never a pause. */
const MAX_PURGED = 20;

export class Table {
  readonly name: string;
  readonly #connection: Connection;

  constructor(connection: Connection, name: string) {
    this.#connection = connection;
    this.name = name;
  }

  find(partition: string, id: string, now: number): WholeDocument | undefined {
    if (!id.isWellFormed()) return undefined;
    const text = `SELECT body, k FROM ${this.name} WHERE partition = ?1 AND id = ?2 AND ${notExpired('?3')}`;
    const row = this.#connection.prepared(text).get(partition, id, now);
    return row && documentOfRow(row);
  }

  put(partition: string, row: Row): void {
    this.#connection.prepared(`${this.#insert()} ${REPLACE}`).run({ ...row, partition });
  }

  /** @returns false when there is a document with this id. */
  add(partition: string, row: Row, now: number): boolean {
    const text = `${this.#insert()} ${REPLACE} WHERE expires <= :now`;
    return this.#connection.prepared(text).run({ ...row, partition, now }).changes > 0;
  }

  /** @returns false when there is no such document. */
  remove(partition: string, id: string, now: number): boolean {
    if (!id.isWellFormed()) return false;
    const text = `DELETE FROM ${this.name} WHERE partition = ?1 AND id = ?2 AND ${notExpired('?3')}`;
    return this.#connection.prepared(text).run(partition, id, now).changes > 0;
  }

  /** Removes some of the documents that are past their time. */
  purge(partition: string, now: number): void {
    const expired = `SELECT rowid FROM ${this.name} WHERE partition = ?1 AND expires <= ?2 LIMIT ${MAX_PURGED}`;
    this.#connection.prepared(`DELETE FROM ${this.name} WHERE rowid IN (${expired})`).run(partition, now);
  }

  #insert(): string {
    return `INSERT INTO ${this.name} (partition, id, ${ROW_COLUMNS.join(', ')})
      VALUES (:partition, :id, ${ROW_COLUMNS.map((column) => `:${column}`).join(', ')})`;
  }
}

const ROW_COLUMNS = ['type', 'groupId', 'memberId', 'owes', 'expires', 'body', 'k'];

const REPLACE = `ON CONFLICT (partition, id)
  DO UPDATE SET ${ROW_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;
