/** One container's documents, one at a time: found, put, removed, purged. */

import type { Connection } from './sqlite-connection.ts';
import { documentOfRow, type Row, type WholeDocument } from './sqlite-document.ts';
import { notExpired } from './sqlite-query.ts';

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
