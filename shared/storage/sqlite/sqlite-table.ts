/** Rows of one table. */

import type { DocumentPatch, Guard } from '../documents/document-store.ts';
import type { Connection } from './sqlite-connection.ts';
import { guardSql, patchSql } from './sqlite-patch.ts';
import { notExpired } from './sqlite-query.ts';
import { documentOfRow, type Row, type RowText, rowText, type WholeDocument } from './sqlite-row.ts';

type Column = Exclude<keyof Row, 'id'>;

/** Expired documents removed beside a batch: more than a batch adds, and never a pause. */
const MAX_PURGED = 20;

export class Table {
  readonly #name: string;
  readonly #connection: Connection;
  readonly #columns: readonly Column[];
  readonly #find: string;
  readonly #put: string;
  readonly #keep: string;
  readonly #add: string;
  readonly #remove: string;
  readonly #purge: string;

  /** @param columns those of a row that the table has, in any order */
  constructor(connection: Connection, name: string, columns: readonly Column[]) {
    this.#name = name;
    this.#connection = connection;
    this.#columns = columns;
    const values = columns.map((_, index) => `?${index + 4}`).join(', ');
    const assigned = (some: readonly Column[]) =>
      some.map((column) => `${column} = excluded.${column}`).join(', ');
    const assignments = assigned(columns);
    const lasting = assigned(columns.filter((column) => column !== 'layout' && column !== 'rendition'));
    const one = `partition = ?1 AND id = ?2 AND ${notExpired('?3')}`;
    this.#find = `SELECT body, k FROM ${name} WHERE ${one}`;
    this.#remove = `DELETE FROM ${name} WHERE ${one}`;
    this.#add = `INSERT INTO ${name} (partition, id, ${columns.join(', ')}) VALUES (?1, ?2, ${values})
      ON CONFLICT (partition, id) DO UPDATE SET ${assignments} WHERE expires <= ?3`;
    this.#put = this.#add.replace(' WHERE expires <= ?3', ' WHERE ?3 IS NOT NULL');
    this.#keep = this.#put.replace(assignments, lasting);
    this.#purge = `DELETE FROM ${name} WHERE partition = ?1 AND id IN
      (SELECT id FROM ${name} WHERE partition = ?1 AND expires <= ?2 LIMIT ${MAX_PURGED})`;
  }

  find(partition: string, id: string, now: number): WholeDocument | undefined {
    if (!id.isWellFormed()) return undefined;
    const row = this.#connection.prepared(this.#find).get(partition, id, now);
    return row && documentOfRow(row);
  }

  put(partition: string, row: Row, now: number): void {
    this.#connection.prepared(this.#put).run(partition, row.id, now, ...this.#valuesOf(row));
  }

  /** A row whose rendition stays as it is. */
  keep(partition: string, row: Row, now: number): void {
    this.#connection.prepared(this.#keep).run(partition, row.id, now, ...this.#valuesOf(row));
  }

  /** @returns false when there is a document with this id. */
  add(partition: string, row: Row, now: number): boolean {
    const values = this.#valuesOf(row);
    return this.#connection.prepared(this.#add).run(partition, row.id, now, ...values).changes > 0;
  }

  /** @returns false when there is no such document. */
  remove(partition: string, id: string, now: number): boolean {
    if (!id.isWellFormed()) return false;
    return this.#connection.prepared(this.#remove).run(partition, id, now).changes > 0;
  }

  /** @returns the row as it is now; undefined when nothing was done, for which `find` and the patch tell the reason */
  patch(partition: string, patch: DocumentPatch, now: number): RowText | undefined {
    const sql = patchSql(this.#name, patch);
    if (!sql) return undefined;
    const row = this.#connection.prepared(sql.text).get(partition, patch.id, now, ...sql.values);
    return row && rowText(row);
  }

  meets(partition: string, id: string, when: Guard, now: number): boolean {
    const { text, values } = guardSql(this.#name, when);
    return this.#connection.prepared(text).get(partition, id, now, ...values) !== undefined;
  }

  /** Removes some of the documents that are past their time. @returns true when there may be more of them */
  purge(partition: string, now: number): boolean {
    return this.#connection.prepared(this.#purge).run(partition, now).changes === MAX_PURGED;
  }

  #valuesOf(row: Row) {
    return this.#columns.map((column) => row[column]);
  }
}
