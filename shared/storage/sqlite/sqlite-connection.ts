/**
 * One connection per file and process, shared by the containers in the file. Several processes may have the file
 * open: readers never wait (WAL), writers queue up behind one another until the time-out.
 */

import { closeSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { StoreUnavailable } from '../document-store.ts';
import { guarded } from './sqlite-failure.ts';

const MAX_STATEMENTS = 200;

export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(file: string, busyTimeout: number) {
    this.#database = new DatabaseSync(file, { timeout: busyTimeout });
    this.execute('PRAGMA journal_mode = WAL');
    this.execute('PRAGMA synchronous = NORMAL');
  }

  /** Runs statements without parameters. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** The prepared statement, kept for the next time. */
  prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    // Filters come in endless shapes; the statements of our own are prepared again soon.
    if (this.#statements.size >= MAX_STATEMENTS) this.#statements.clear();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Alone among all writers; keeps what `work` wrote if it returns `ok`. */
  transaction<Result extends { readonly ok: boolean }>(work: () => Result): Result {
    this.prepared('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      if (result.ok) this.#commit();
      return result;
    } finally {
      // Some errors have rolled back already.
      if (this.#database.isTransaction) this.prepared('ROLLBACK').run();
    }
  }

  #commit(): void {
    try {
      guarded(() => this.prepared('COMMIT').run());
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new StoreUnavailable(error.message, { cause: error.cause, ambiguous: true });
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }
}

const shared = new Map<string, { readonly connection: Connection; users: number }>();

export interface Lease {
  readonly connection: Connection;
  /** Closes the connection when nobody else in this process uses it. */
  release(): void;
}

/** `:memory:` is a database of its own every time. */
export function connect(file: string, busyTimeout: number): Lease {
  if (file === ':memory:') {
    const connection = new Connection(file, busyTimeout);
    return { connection, release: () => connection.close() };
  }
  const path = resolve(file);
  const entry = shared.get(path) ?? { connection: openFile(path, busyTimeout), users: 0 };
  entry.users += 1;
  shared.set(path, entry);
  return {
    connection: entry.connection,
    release() {
      entry.users -= 1;
      if (entry.users > 0) return;
      shared.delete(path);
      entry.connection.close();
    },
  };
}

function openFile(path: string, busyTimeout: number): Connection {
  createPrivate(path);
  return guarded(() => new Connection(path, busyTimeout));
}

/** SQLite gives the files beside the database the permissions of the database. */
function createPrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    // A file that is there is not opened: closing it would drop the locks that this process has on it.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
