/**
 * The document store on a SQLite file, through node:sqlite. Several processes may share the file: every batch is
 * one transaction that takes the write lock first.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Condition } from '../../scim/filter/condition.ts';
import {
  type BatchFailure,
  type BatchSuccess,
  type DocumentOperation,
  type DocumentStore,
  MAX_BATCH_OPERATIONS,
  type StoredDocument,
  StoreUnavailable,
} from '../document-store.ts';
import { compileCondition } from './sqlite-condition.ts';
import { columnsOf, documentOf, type Row } from './sqlite-document.ts';
import { meets, patched } from './sqlite-patch.ts';
import { openDatabase } from './sqlite-schema.ts';

export interface SqliteStore extends DocumentStore {
  close(): void;
}

/**
 * @param file `:memory:` for a store of its own
 * @param container name of the table; our own, never a client's
 * @param now milliseconds since the epoch
 */
export function openSqlite(file: string, container: string, now: () => number = Date.now): SqliteStore {
  const database = openDatabase(file, container);
  const prepare = statements(database);
  const live = '(expires IS NULL OR expires > ?)';

  const find = (partition: string, id: string): StoredDocument | undefined => {
    const row = prepare(`SELECT body, k FROM ${container} WHERE partition = ? AND id = ? AND ${live}`).get(
      partition,
      id,
      now(),
    );
    return row && documentOf(row as unknown as Row);
  };

  const write = (partition: string, document: StoredDocument): StoredDocument => {
    prepare(
      `INSERT INTO ${container} (partition, id, type, group_id, member_id, owes, expires, body, k)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET type = excluded.type, group_id = excluded.group_id, member_id = excluded.member_id,
         owes = excluded.owes, expires = excluded.expires, body = excluded.body, k = excluded.k`,
    ).run(partition, document.id, ...columnsOf(document, now()));
    return document;
  };

  const apply = (partition: string, operation: DocumentOperation): Applied => {
    if (operation.kind === 'upsert') return { document: write(partition, operation.document) };
    const id = operation.kind === 'create' ? operation.document.id : operation.id;
    const current = find(partition, id);
    if (operation.kind === 'create') {
      return current ? { reason: 'exists' } : { document: write(partition, operation.document) };
    }
    if (!current) return { reason: 'missing' };
    if (operation.kind === 'patch') {
      if (!meets(current, operation.when)) return { reason: 'guard' };
      return { document: write(partition, patched(current, operation)) };
    }
    prepare(`DELETE FROM ${container} WHERE partition = ? AND id = ?`).run(partition, id);
    return { document: undefined };
  };

  const purge = (partition: string) =>
    prepare(
      `DELETE FROM ${container} WHERE rowid IN
         (SELECT rowid FROM ${container} WHERE partition = ? AND expires <= ? LIMIT ${PURGED_PER_BATCH})`,
    ).run(partition, now());

  const runBatch = (partition: string, operations: readonly DocumentOperation[]) => {
    const documents: (StoredDocument | undefined)[] = [];
    for (const [index, operation] of operations.entries()) {
      const applied = apply(partition, operation);
      if ('reason' in applied) return { ok: false, index, reason: applied.reason } as const;
      documents.push(applied.document);
    }
    purge(partition);
    return { ok: true, documents } as const;
  };

  return {
    read: async (partition, id) => answering(() => find(partition, id)),
    batch: async (partition, operations) => {
      requireBatch(operations);
      return answering(() => transaction(database, () => runBatch(partition, operations)));
    },
    query: async (partition, { where, after, offset = 0, limit }) => {
      const { text, parameters } = compileCondition(where);
      const keyset = after === undefined ? '' : 'AND id > ?';
      const sql = `SELECT body, k FROM ${container} WHERE partition = ? AND (${text}) AND ${live} ${keyset}
        ORDER BY id LIMIT ? OFFSET ?`;
      const from = after === undefined ? [] : [after];
      const rows = answering(() => prepare(sql).all(partition, ...parameters, now(), ...from, limit, offset));
      return rows.map((row) => documentOf(row as unknown as Row));
    },
    count: async (partition, where) => answering(() => count(partition, where)),
    close: () => database.close(),
  };

  function count(partition: string, where: Condition): number {
    const type = typeAlone(where);
    if (type === undefined) {
      const { text, parameters } = compileCondition(where);
      const sql = `SELECT count(*) AS total FROM ${container} WHERE partition = ? AND (${text}) AND ${live}`;
      return Number(prepare(sql).get(partition, ...parameters, now())?.total ?? 0);
    }
    const kept = prepare(`SELECT total FROM ${container}_count WHERE partition = ? AND type = ?`);
    const gone = prepare(
      `SELECT count(*) AS total FROM ${container} WHERE partition = ? AND type = ? AND expires <= ?`,
    );
    return (
      Number(kept.get(partition, type)?.total ?? 0) - Number(gone.get(partition, type, now())?.total ?? 0)
    );
  }
}

/** Expired documents that a batch removes for good, so that none of them takes long. */
const PURGED_PER_BATCH = 20;

type Applied =
  | { readonly document: StoredDocument | undefined }
  | { readonly reason: BatchFailure['reason'] };

/** Statements are prepared once; their texts are few, because values are parameters. */
function statements(database: DatabaseSync): (sql: string) => StatementSync {
  const prepared = new Map<string, StatementSync>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known) return known;
    if (prepared.size >= 500) prepared.clear();
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}

function transaction(
  database: DatabaseSync,
  run: () => BatchSuccess | BatchFailure,
): BatchSuccess | BatchFailure {
  database.exec('BEGIN IMMEDIATE');
  try {
    const outcome = run();
    database.exec(outcome.ok ? 'COMMIT' : 'ROLLBACK');
    return outcome;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** Breaking one of these is a mistake of ours, which the service would refuse as well. */
function requireBatch(operations: readonly DocumentOperation[]): void {
  if (operations.length > MAX_BATCH_OPERATIONS) throw new TypeError('a batch takes 100 operations');
  const ids = operations.map((one) => ('document' in one ? one.document.id : one.id));
  if (new Set(ids).size < ids.length) throw new TypeError('a batch names each document once');
}

const typeAlone = (where: Condition): string | undefined =>
  where.kind === 'compare' && where.path.length === 1 && where.path[0] === 'type' && where.comparator === 'eq'
    ? String(where.value)
    : undefined;

/** Locked for too long, out of disk, a broken file: the store cannot answer, and whose fault it is the log will say. */
function answering<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (isSqliteError(error)) throw new StoreUnavailable('SQLite cannot answer', { cause: error });
    throw error;
  }
}

const isSqliteError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
