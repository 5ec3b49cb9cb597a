/**
 * One connection per file and process, shared by the containers in the file. Several processes may have the file
 * open: readers never wait (WAL), writers queue up behind one another until the time-out.
 */

import { accessSync, closeSync, constants, existsSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { GroupCommit, transactionsOf } from './sqlite-commit.ts';
import {
  fileGone,
  type Guarded,
  guardedOn,
  isDamage,
  isLocked,
  LOCKED_PAUSE,
  retryWhileBusy,
  writesRefused,
} from './sqlite-failure.ts';
import { type OnDamage, Watch } from './sqlite-watch.ts';

const MAX_STATEMENTS = 200;

/** Bytes of the file that are read without a system call, from memory that the operating system may take back. */
const MAX_MAPPED = 1024 ** 3;

export interface ConnectionOptions {
  /** Milliseconds to wait for another process. */
  readonly busyTimeout: number;
  /** Told once. With it the file is watched: see sqlite-watch.ts. */
  readonly onDamage?: OnDamage | undefined;
}

export class Connection {
  readonly #file: string;
  readonly #database: DatabaseSync;
  /** Filters come in endless shapes; those of the service itself are used all the time and stay. */
  readonly #statements = new LRUCache<string, StatementSync>({ max: MAX_STATEMENTS });
  readonly #commits: GroupCommit;
  readonly #guardedOnFile: Guarded;
  readonly #options: ConnectionOptions;
  readonly #watch: Watch | undefined;
  /** Of the file that was opened; undefined in memory. */
  readonly #identity: string | undefined;
  /** Of its log beside it, which the first transaction makes. */
  #logIdentity: string | undefined;
  /** What was found; then nothing is written any more. */
  #damage: string | undefined;

  constructor(file: string, options: ConnectionOptions) {
    const { busyTimeout, onDamage } = options;
    this.#file = file;
    this.#options = options;
    this.#guardedOnFile = guardedOn(file);
    this.#database = new DatabaseSync(file, { timeout: busyTimeout });
    // Two processes may do this to a new file at the same time.
    retryWhileBusy(() => this.execute('PRAGMA journal_mode = WAL'), busyTimeout);
    // Each commit waits until it is on the disk: a power cut must not bring back a token that was revoked.
    this.execute('PRAGMA synchronous = FULL');
    this.execute(`PRAGMA mmap_size = ${MAX_MAPPED}`);
    // What SAVEPOINT has to remember.
    this.execute('PRAGMA temp_store = MEMORY');
    // SQLite would wait inside a call, with the thread.
    this.#wait(0);
    this.#identity = identityOf(file);
    this.#commits = new GroupCommit(
      transactionsOf(this.#database, () => this.#requireUsable()),
      { guarded: this.#guarded, patience: busyTimeout },
    );
    if (onDamage) this.#watch = new Watch(file, (found) => this.#foundDamage(found));
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

  /** What `work` reads. A file that another process has locked is asked again; the thread is free meanwhile. */
  async read<Result>(work: () => Result): Promise<Result> {
    for (const end = performance.now() + this.#options.busyTimeout; ; await sleep(LOCKED_PAUSE)) {
      try {
        return this.#guarded('read', work);
      } catch (error) {
        if (!isLocked(error) || performance.now() > end) throw error;
      }
    }
  }

  /** Alone among all writers. @returns what `work` returns, once it is committed; it is if it returns `ok` */
  write<Result extends { readonly ok: boolean }>(work: () => Result): Promise<Result> {
    return this.#commits.write(work);
  }

  /** The same at once. */
  transaction(work: () => void): void {
    this.#commits.alone(work);
  }

  /** Before the service answers: waits for another process inside the call. */
  beforeUse(work: () => void): void {
    this.#wait(this.#options.busyTimeout);
    try {
      this.#guarded('open', work);
    } finally {
      this.#wait(0);
    }
  }

  close(): void {
    this.#wait(Math.min(this.#options.busyTimeout, LAST_WAIT));
    this.#commits.flush();
    this.#statements.clear();
    this.#database.close();
    this.#watch?.end();
  }

  #wait(milliseconds: number): void {
    this.execute(`PRAGMA busy_timeout = ${milliseconds}`);
  }

  readonly #guarded: Guarded = (kind, work) => {
    try {
      return this.#guardedOnFile(kind, work);
    } catch (error) {
      if (isDamage(error)) this.#foundDamage(error.message);
      throw error;
    }
  };

  #foundDamage(what: string): void {
    if (this.#damage !== undefined) return;
    this.#damage = what;
    this.#watch?.foundDamage();
    this.#options.onDamage?.(writesRefused(this.#file, what).message);
  }

  #requireUsable(): void {
    if (this.#damage !== undefined) throw writesRefused(this.#file, this.#damage);
    // SQLite would go on writing into a file that no start finds again.
    if (this.#identity !== identityOf(this.#file)) throw fileGone(this.#file);
    const log = `${this.#file}-wal`;
    const found = identityOf(log);
    this.#logIdentity ??= found;
    if (this.#logIdentity !== found) throw fileGone(log);
  }
}

/** Milliseconds that an ending process waits for another one. */
const LAST_WAIT = 1000;

function identityOf(file: string): string | undefined {
  const stat = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stat && `${stat.dev} ${stat.ino}`;
}

export interface Lease {
  readonly connection: Connection;
  /** Closes the connection when nothing else in this process uses it. */
  release(): void;
}

const shared = new Map<string, { readonly connection: Connection; readonly leases: Set<Lease> }>();

/** `:memory:` is a database of its own every time. */
export function connect(file: string, options: ConnectionOptions): Lease {
  if (file === ':memory:') {
    const connection = new Connection(file, options);
    return { connection, release: () => connection.close() };
  }
  const path = resolve(file);
  const { connection, leases } = shared.get(path) ?? {
    connection: openDatabaseFile(path, options),
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

/** SQLite gives the files beside the database the permissions of the database. Throws Node's own error, with the path. */
function openDatabaseFile(path: string, options: ConnectionOptions): Connection {
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
  // Of a disk that is read-only SQLite would only say that it cannot open a file.
  for (const needed of [dirname(path), path]) accessSync(needed, constants.R_OK | constants.W_OK);
  return guardedOn(path)('open', () => new Connection(path, options));
}

// A file that is closed holds all that was written, and nothing is beside it: a copy of the folder is whole.
process.once('exit', closeAll);

function closeAll(): void {
  for (const { connection, leases } of shared.values()) {
    leases.clear();
    try {
      connection.close();
    } catch {
      // The others are closed all the same.
    }
  }
  shared.clear();
}
