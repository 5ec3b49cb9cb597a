/**
 * The document store on SQLite: a container is a table, a batch a transaction. Every call is synchronous inside, also
 * while it waits for another process that writes. This room alone knows SQL files; but for renditions it offers nothing that
 * Cosmos DB could not do.
 */

import { inOnePiece } from '../../async/pieces.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentOperation, DocumentQuery, DocumentStore } from '../documents/document-store.ts';
import { Batch, checkBatch } from './sqlite-batch.ts';
import { connect } from './sqlite-connection.ts';
import { Container } from './sqlite-container.ts';
import { guarded } from './sqlite-failure.ts';
import { countSql, pageSql, type Sql } from './sqlite-query.ts';
import { renditionsOf } from './sqlite-renditions.ts';
import { documentOfRow } from './sqlite-row.ts';
import { createTables } from './sqlite-schema.ts';

export interface SqliteStore extends DocumentStore {
  /** Afterwards the store must not be used. */
  close(): void;
}

export interface SqliteOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds to wait for another process before StoreUnavailable; the first to open the file decides. */
  readonly busyTimeout?: number;
}

/** Milliseconds. Reads never wait for anything: a request with many long ones lets others go first behind each. */
const LONG_READ = 3;

/** @param name of the container: lower-case letters; @throws StoreUnavailable when the file cannot be used */
export function openSqlite(
  file: string,
  name: string,
  { now = Date.now, busyTimeout = 10_000 }: SqliteOptions = {},
): SqliteStore {
  const { connection, release } = connect(file, busyTimeout);
  try {
    guarded(() => createTables(connection, name));
  } catch (error) {
    release();
    throw error;
  }
  const container = new Container(connection, name);
  const renditions = renditionsOf(connection, name);
  const rows = ({ text, values }: Sql) => connection.prepared(text).all(...values);

  return {
    async read(partition: string, id: string) {
      return guarded(() => container.find(partition, id, now()));
    },
    async batch(partition: string, operations: readonly DocumentOperation[]) {
      checkBatch(operations);
      const batch = new Batch(container, partition, now());
      return connection.write(() => batch.apply(operations));
    },
    async query(partition: string, query: DocumentQuery) {
      if (query.limit <= 0) return [];
      const page = pageSql({ table: name, partition, now: now() }, query);
      return inOnePiece(() => guarded(() => rows(page)).map(documentOfRow), LONG_READ);
    },
    async count(partition: string, where: Condition) {
      const [row] = guarded(() => rows(countSql({ table: name, partition, now: now() }, where)));
      return Number(row?.documents);
    },
    readRenditions: async (partition, select) => renditions(partition, select, now()),
    close: release,
  };
}
