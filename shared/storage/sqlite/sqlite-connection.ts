/**
 * One connection per file and process, shared by the containers in the file. Several processes may have the file
 * open: readers never wait (WAL), writers queue up behind one another until the time-out.
 */

import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { LRUCache } from 'lru-cache';
import { GroupCommit, transactionsOf } from './sqlite-commit.ts';
import { guarded, retryWhileBusy } from './sqlite-failure.ts';

const MAX_STATEMENTS = 200;

/** Bytes of the file that are read without a system call, from memory that the operating system may take back. */
const MAX_MAPPED = 1024 ** 3;

export class Connection {
  readonly #database: DatabaseSync;
  /** Filters come in endless shapes; those of the service itself are used all the time and stay. */
  readonly #statements = new LRUCache<string, StatementSync>({ max: MAX_STATEMENTS });

  readonly #commits: GroupCommit;

  constructor(file: string, busyTimeout: number) {
    this.#database = new DatabaseSync(file, { timeout: busyTimeout });
    // Two processes may do this to a new file at the same time.
    retryWhileBusy(() => this.execute('PRAGMA journal_mode = WAL'), busyTimeout);
    // Each commit waits until it is on the disk: a power cut must not bring back a token that was revoked.
    this.execute('PRAGMA synchronous = FULL');
    this.execute(`PRAGMA mmap_size = ${MAX_MAPPED}`);
    // What SAVEPOINT has to remember.
    this.execute('PRAGMA temp_store = MEMORY');
    this.#commits = new GroupCommit(transactionsOf(this.#database));
  }

  /** Runs statements without parameters. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** The prepared statement, kept for the next time. */
  prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Alone among all writers. @returns what `work` returns, once it is committed; it is if it returns `ok` */
  write<Result extends { readonly ok: boolean }>(work: () => Result): Promise<Result> {
    return this.#commits.write(work);
  }

  /** The same at once. */
  transaction(work: () => void): void {
    this.#commits.alone(work);
  }

  close(): void {
    this.#commits.flush();
    this.#statements.clear();
    this.#database.close();
  }
}

export interface Lease {
  readonly connection: Connection;
  /** Closes the connection when nothing else in this process uses it. */
  release(): void;
}

const shared = new Map<string, { readonly connection: Connection; readonly leases: Set<Lease> }>();

/** `:memory:` is a database of its own every time. */
export function connect(file: string, busyTimeout: number): Lease {
  if (file === ':memory:') {
    const connection = new Connection(file, busyTimeout);
    return { connection, release: () => connection.close() };
  }
  const path = resolve(file);
  const { connection, leases } = shared.get(path) ?? {
    connection: openDatabaseFile(path, busyTimeout),
    leases: new Set(),
  };
  shared.set(path, { connection, leases });
  const lease: Lease = {
    connection,
    release() {
      if (!leases.delete(lease) || leases.size > 0) return;
      shared.delete(path);
      connection.close();
    },
  };
  leases.add(lease);
  return lease;
}

/** SQLite gives the files beside the database the permissions of the database. */
function openDatabaseFile(path: string, busyTimeout: number): Connection {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  return guarded(() => new Connection(path, busyTimeout));
}
