/**
 * Copies of database files. A copy is made of one moment, while other processes write: its connection holds a read
 * transaction from that moment on, so that SQLite need not begin anew when the file changes.
 */

import { renameSync, writeFileSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { guardedOn, isLocked, retryWhileBusy } from './sqlite-failure.ts';

export interface Snapshot {
  /** How long the copy takes: SQLite's own unit. */
  readonly pages: number;
  /** @param file is replaced; @param onPages told how many pages were copied since the last call */
  copyTo(file: string, onPages: (count: number) => void): Promise<void>;
  close(): void;
}

/** Milliseconds to wait for a process that has locked the file. */
const PATIENCE = 10_000;

/** Pages that are copied in one go: 8 MB, some milliseconds. */
const PAGES_AT_ONCE = 2_000;

/** The file as it is now, with all that was committed. @throws StoreUnavailable when it cannot be read */
export function snapshotOf(file: string): Snapshot {
  const database = opened(file);
  const pages = guardedOn(file)('read', () =>
    retryWhileBusy(() => {
      database.exec('BEGIN');
      return Number(database.prepare('PRAGMA page_count').get()?.page_count);
    }, PATIENCE),
  );
  return {
    pages,
    async copyTo(target, onPages) {
      let left = pages;
      const progress = ({ remainingPages }: { remainingPages: number }) => {
        onPages(left - remainingPages);
        left = remainingPages;
      };
      try {
        await backup(database, target, { rate: PAGES_AT_ONCE, progress });
      } catch (error) {
        guardedOn(target)('write', () => {
          throw error;
        });
      }
      onPages(left);
      inOnePiece(target);
    },
    close: () => database.close(),
  };
}

/** A copy has no log beside it, and none is made when it is read. */
function inOnePiece(file: string): void {
  const database = opened(file);
  database.exec('PRAGMA journal_mode = DELETE');
  database.close();
}

/**
 * Free pages, and free room in others, hold what was deleted until it is written over: in a copy it would live on.
 * @param file a sound one; room for as much again is needed beside it
 */
export function withoutDeleted(file: string): void {
  const compact = `${file}.compact`;
  writeFileSync(compact, '', { mode: 0o600, flag: 'wx' });
  const database = opened(file);
  try {
    guardedOn(file)('write', () => database.prepare('VACUUM INTO ?').run(compact));
  } finally {
    database.close();
  }
  renameSync(compact, file);
}

function opened(file: string, readOnly = false): DatabaseSync {
  return guardedOn(file)('open', () => {
    const database = new DatabaseSync(file, { timeout: PATIENCE, readOnly });
    // The constructor alone does not look into the file.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  });
}

/** What is wrong with the file first; undefined: nothing. @throws StoreUnavailable when it is no database */
export function flawOf(file: string): string | undefined {
  const database = opened(file, true);
  try {
    const [found] = guardedOn(file)('read', () => database.prepare('PRAGMA quick_check(1)').all());
    const said = String(found?.quick_check);
    return said === 'ok' ? undefined : said;
  } finally {
    database.close();
  }
}

/**
 * Whether another process has the file open: SQLite gives up its log for one connection alone. The next one that opens the
 * file makes it anew.
 */
export function isInUse(file: string): boolean {
  let database: DatabaseSync | undefined;
  try {
    return guardedOn(file)('open', () => {
      database = new DatabaseSync(file, { timeout: 0 });
      database.exec('PRAGMA journal_mode = DELETE');
      return false;
    });
  } catch (error) {
    // Of a damaged file SQLite does not say whether it is open.
    return isLocked(error);
  } finally {
    database?.close();
  }
}

/** Small files that travel inside a copy, by their names. */
export type Enclosed = Readonly<Record<string, Uint8Array>>;

const ENCLOSED = 'enclosed_files';

export function enclose(file: string, files: Enclosed): void {
  const database = opened(file);
  try {
    database.exec(`BEGIN; CREATE TABLE ${ENCLOSED} (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;`);
    const insert = database.prepare(`INSERT INTO ${ENCLOSED} VALUES (?, ?)`);
    for (const [name, bytes] of Object.entries(files)) insert.run(name, bytes);
    database.exec('COMMIT');
  } finally {
    database.close();
  }
}

/** Whether files were put into the copy: no other database has them. @throws StoreUnavailable when it is no database */
export function hasEnclosed(file: string): boolean {
  const database = opened(file, true);
  try {
    return database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(ENCLOSED) !== undefined;
  } finally {
    database.close();
  }
}

/** Takes them out: the copy is as its original was. */
export function takeEnclosed(file: string): Enclosed {
  const database = opened(file);
  try {
    const rows = database.prepare(`SELECT name, bytes FROM ${ENCLOSED}`).all();
    // They are secrets: nothing of them stays in free pages.
    database.exec(`PRAGMA secure_delete = ON; DROP TABLE ${ENCLOSED}`);
    return Object.fromEntries(
      rows.flatMap(({ name, bytes }) => (bytes instanceof Uint8Array ? [[String(name), bytes]] : [])),
    );
  } finally {
    database.close();
  }
}
