/**
 * A file that a service keeps open has a mark beside it, which a clean stop takes away. A start that finds the mark has the
 * whole file checked, in a thread of its own: after a power cut, a killed process, or damage that was found before.
 */

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** @param what is wrong with the file, for the log: no data */
export type OnDamage = (what: string) => void;

export class Watch {
  readonly #file: string;
  readonly #mark: string;
  readonly #worker: Worker | undefined;
  /** Undefined: not yet known. */
  #isSound: boolean | undefined;

  constructor(file: string, onDamage: OnDamage) {
    this.#file = file;
    this.#mark = `${file}-open`;
    this.#isSound = isNew(this.#mark) ? true : undefined;
    if (this.#isSound) return;
    this.#worker = new Worker(QUICK_CHECK, { eval: true, workerData: file });
    // A process that has nothing else to do need not wait for it.
    this.#worker.unref();
    this.#worker.on('message', (found: string) => {
      if (found === 'ok') this.#isSound ??= true;
      else onDamage(found);
    });
    // What cannot be checked now is checked by the next start.
    this.#worker.on('error', () => undefined);
  }

  /** The mark stays, so that the next start looks again. */
  foundDamage(): void {
    this.#isSound = false;
  }

  /** Once the file is closed. Another process has it open while its log file is there: then the mark is for that one. */
  end(): void {
    void this.#worker?.terminate();
    if (this.#isSound && !existsSync(`${this.#file}-wal`)) rmSync(this.#mark, { force: true });
  }
}

/** Also where nothing can be written: such a file needs no mark. */
function isNew(mark: string): boolean {
  try {
    writeFileSync(mark, TEXT, { mode: 0o600, flag: 'wx' });
    return true;
  } catch {
    return !existsSync(mark);
  }
}

const TEXT =
  'A service has this database open, or ended without closing it: then its next start checks it.\n';

/** What is wrong first, or `ok`; of rows it names tables and numbers, never what is in them. */
const QUICK_CHECK = `
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const DAMAGED = [11, 26];
  try {
    const database = new DatabaseSync(workerData, { readOnly: true });
    parentPort.postMessage(database.prepare('PRAGMA quick_check(1)').get().quick_check);
    database.close();
  } catch (error) {
    if (!DAMAGED.includes(error.errcode & 0xff)) throw error;
    parentPort.postMessage(error.message);
  }`;
