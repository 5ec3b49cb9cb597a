/**
 * The document store on SQLite: a container is a table, a batch a transaction. Every call is synchronous inside; while
 * another process has locked the file, the thread is free. This room alone knows SQL files; but for renditions it offers nothing that
 * Cosmos DB could not do.
 */

import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentOperation, DocumentQuery, DocumentStore } from '../documents/document-store.ts';
import { Batch, checkBatch } from './sqlite-batch.ts';
import { connect } from './sqlite-connection.ts';
import { Container } from './sqlite-container.ts';
import { type From, requiredType } from './sqlite-query.ts';
import { Reader } from './sqlite-reader.ts';
import { renditionsOf } from './sqlite-renditions.ts';
import { createTables } from './sqlite-schema.ts';
import type { OnDamage } from './sqlite-watch.ts';

export interface SqliteStore extends DocumentStore {
  /** Afterwards the store must not be used. */
  close(): void;
}

export interface SqliteOptions {
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** Milliseconds to wait for another process before StoreUnavailable; the first to open the file decides. */
  readonly busyTimeout?: number;
  /** Of the service that keeps the file open: see sqlite-watch.ts. The first to open the file decides. */
  readonly onDamage?: OnDamage | undefined;
}

/** @param name of the container: lower-case letters; @throws StoreUnavailable when the file cannot be used */
export function openSqlite(
  file: string,
  name: string,
  { now = Date.now, busyTimeout = 10_000, onDamage }: SqliteOptions = {},
): SqliteStore {
  const { connection, release } = connect(file, { busyTimeout, onDamage });
  try {
    connection.beforeUse(() => createTables(connection, name));
  } catch (error) {
    release();
    throw error;
  }
  const container = new Container(connection, name);
  const renditions = renditionsOf(connection, name);
  const reader = new Reader(connection);

  // An index of a type begins where the ids of the type do.
  const fromOf = (partition: string, { where, prefix }: DocumentQuery): From => ({
    table: name,
    partition,
    now: now(),
    ...(prefix === undefined || requiredType(where) !== undefined ? {} : { prefix }),
  });

  return {
    read: (partition: string, id: string) => connection.read(() => container.find(partition, id, now())),
    async batch(partition: string, operations: readonly DocumentOperation[]) {
      checkBatch(operations);
      const batch = new Batch(container, partition, now());
      return connection.write(() => batch.apply(operations));
    },
    query: async (partition: string, query: DocumentQuery) =>
      query.limit <= 0 ? [] : reader.page(fromOf(partition, query), query),
    count: (partition: string, where: Condition) =>
      reader.count({ table: name, partition, now: now() }, where),
    readRenditions: (partition, select) => connection.read(() => renditions(partition, select, now())),
    close: release,
  };
}
