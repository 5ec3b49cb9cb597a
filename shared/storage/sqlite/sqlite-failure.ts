/** Failures of SQLite in the words of the port. */

import { StoreUnavailable } from '../../store-errors/store-errors.ts';

/** Primary result codes that say nothing about the statement: the file cannot be used now. */
const UNAVAILABLE = new Set([
  5, // SQLITE_BUSY: another process writes for longer than the time-out
  6, // SQLITE_LOCKED
  7, // SQLITE_NOMEM
  8, // SQLITE_READONLY
  10, // SQLITE_IOERR
  11, // SQLITE_CORRUPT
  13, // SQLITE_FULL
  14, // SQLITE_CANTOPEN
  15, // SQLITE_PROTOCOL: lost too many races for a lock
  26, // SQLITE_NOTADB
]);

/** Runs `work`; a file that cannot be used is StoreUnavailable, every other failure is our own mistake. */
export function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const code = resultCode(error);
    if (code === undefined || !UNAVAILABLE.has(code & 0xff)) throw error;
    throw new StoreUnavailable(`SQLite cannot use its file (result code ${code})`, { cause: error });
  }
}

const BUSY = 5;

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
