/** Failures of SQLite in the words of the port: what failed, with which result code, in which file, and what that means. */

import { StoreUnavailable } from '../../store-errors/store-errors.ts';

/** A file that cannot be used now. */
export class FileFailure extends StoreUnavailable {
  /** The primary result code; undefined where SQLite itself noticed nothing. */
  readonly code: number | undefined;

  constructor(
    message: string,
    options: { code?: number | undefined; cause?: unknown; ambiguous?: boolean; retryAfter?: number } = {},
  ) {
    super(message, options);
    this.code = options.code;
  }
}

export type Work = 'read' | 'write' | 'open';

/** Runs `work` on a file. */
export type Guarded = <Result>(kind: Work, work: () => Result) => Result;

const [BUSY, CORRUPT, NOT_A_DATABASE] = [5, 11, 26];

/** Milliseconds, on average, until a file that another process has locked is asked again. */
export const LOCKED_PAUSE = 4;

const DAMAGED = 'the file is damaged: stop the service, and put back a copy of the data folder';

/** Primary result codes that say nothing about the statement, only about the file. */
const MEANINGS: Readonly<Record<number, readonly [name: string, meaning: string]>> = {
  3: ['SQLITE_PERM', 'this user may not use it: change its owner or its mode'],
  [BUSY]: ['SQLITE_BUSY', 'another process has locked it, for too long: end that process'],
  6: ['SQLITE_LOCKED', 'another connection has locked it'],
  7: ['SQLITE_NOMEM', 'there is no memory left'],
  8: ['SQLITE_READONLY', 'it is read-only: look at its mode and its owner, and how its disk is mounted'],
  10: ['SQLITE_IOERR', 'the disk fails, or is full'],
  [CORRUPT]: ['SQLITE_CORRUPT', DAMAGED],
  13: ['SQLITE_FULL', 'the disk is full: free some of it'],
  14: ['SQLITE_CANTOPEN', 'it cannot be opened: look at the folder, its mode, and how its disk is mounted'],
  15: ['SQLITE_PROTOCOL', 'it lost too many races for a lock'],
  [NOT_A_DATABASE]: ['SQLITE_NOTADB', 'it is no database, or is damaged: put back a copy of the data folder'],
};

/** Every failure that is not about the file is our own mistake, and thrown as it is. */
export const guardedOn =
  (file: string): Guarded =>
  (kind, work) => {
    try {
      return work();
    } catch (error) {
      // Nothing but JSON was ever written: other bytes are in its place.
      const code = error instanceof SyntaxError ? CORRUPT : resultCode(error);
      const meaning = code === undefined ? undefined : MEANINGS[code & 0xff];
      if (code === undefined || !meaning) throw error;
      const what = `SQLite: ${kind} failed, ${meaning[0]} (${code}) in ${file}: ${meaning[1]}`;
      throw new FileFailure(what, { code: code & 0xff, cause: error });
    }
  };

export const isLocked = (error: unknown): boolean => error instanceof FileFailure && error.code === BUSY;

export const isDamage = (error: unknown): error is FileFailure =>
  error instanceof FileFailure && (error.code === CORRUPT || error.code === NOT_A_DATABASE);

/** @param what was found @returns why nothing is written any more */
export const writesRefused = (file: string, what: string): FileFailure =>
  new FileFailure(`SQLite: write refused in ${file}: ${DAMAGED} (${what})`, {
    code: CORRUPT,
    retryAfter: 300,
  });

export const fileGone = (file: string): FileFailure =>
  new FileFailure(
    `SQLite: write refused in ${file}: the file was removed or replaced while it was open: stop the service, and put it back`,
    { retryAfter: 300 },
  );

/** Runs `work` again while another process is in its way, where SQLite itself does not wait. */
export function retryWhileBusy<Result>(work: () => Result, timeout: number): Result {
  for (const end = performance.now() + timeout; ; ) {
    try {
      return work();
    } catch (error) {
      if (resultCode(error) !== BUSY || performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function resultCode(error: unknown): number | undefined {
  const isSqlite = typeof error === 'object' && error !== null && 'errcode' in error;
  return isSqlite && typeof error.errcode === 'number' ? error.errcode : undefined;
}
