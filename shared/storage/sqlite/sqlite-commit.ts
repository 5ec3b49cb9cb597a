/**
 * Group commit: what is to be written in neighbouring turns of the event loop is written in one transaction, because the
 * commit waits for the disk, once, whatever it commits. Each work stands for itself: one that fails takes back nothing but its
 * own, and none is answered before the commit. From BEGIN to COMMIT nothing else of this process runs, so that no
 * reader of the connection sees what is not committed.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate, setTimeout } from 'node:timers';
import { FileFailure, type Guarded, guardedOn, isLocked, LOCKED_PAUSE } from './sqlite-failure.ts';

/** The transaction of a connection. */
export interface Transactions {
  run(statement: 'BEGIN IMMEDIATE' | 'COMMIT' | 'ROLLBACK' | Savepoint): void;
  /** Some errors end it. */
  readonly isOpen: boolean;
}

type Savepoint = 'SAVEPOINT work' | 'ROLLBACK TO work' | 'RELEASE work';

/** @param requireUsable throws when nothing must be written */
export function transactionsOf(database: DatabaseSync, requireUsable: () => void): Transactions {
  const statements = new Map<string, StatementSync>();
  return {
    run(sql) {
      if (sql === 'BEGIN IMMEDIATE') requireUsable();
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      statement.run();
    },
    get isOpen() {
      return database.isTransaction;
    },
  };
}

/** Keeps what it wrote if it returns `ok`. */
type Work = () => { readonly ok: boolean };

interface Waiting {
  readonly work: Work;
  /** `performance.now()` after which it no longer waits for another process. */
  readonly until: number;
  readonly resolve: (result: ReturnType<Work>) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds after which a transaction takes no further work: readers wait for it. */
const LONGEST = 20;

/** Milliseconds that the first work of a group waits for others at most. */
const JOINING = 5;

interface GroupCommitOptions {
  readonly guarded?: Guarded;
  /** Milliseconds that a work waits while another process writes. */
  readonly patience?: number;
}

export class GroupCommit {
  readonly #transactions: Transactions;
  readonly #guarded: Guarded;
  readonly #patience: number;
  #waiting: Waiting[] = [];

  constructor(
    transactions: Transactions,
    { guarded = guardedOn('the database'), patience = 0 }: GroupCommitOptions = {},
  ) {
    this.#transactions = transactions;
    this.#guarded = guarded;
    this.#patience = patience;
  }

  /** Alone among all writers. @returns the result of `work`, once it is committed */
  write<Result extends { readonly ok: boolean }>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) this.#soon(0, performance.now() + JOINING);
      const until = performance.now() + this.#patience;
      this.#waiting.push({ work, until, resolve: resolve as Waiting['resolve'], reject });
    });
  }

  /** Once a turn brings no other: clients that were just answered are about to send their next change. */
  #soon(waited: number, end: number): void {
    setImmediate(() => {
      const isJoined = this.#waiting.length > waited;
      if (isJoined && performance.now() < end) this.#soon(this.#waiting.length, end);
      else this.#commitSome();
    });
  }

  /** At once, in a transaction of its own. @throws what `work` throws, with nothing kept */
  alone(work: () => void): void {
    const waiting: Waiting = {
      work() {
        work();
        return { ok: true };
      },
      until: 0,
      resolve: () => undefined,
      reject(error) {
        throw error;
      },
    };
    for (const answer of this.#transaction([waiting])) answer();
  }

  /** Writes what waits now; what another process is in the way of is refused. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commitGroup(Number.POSITIVE_INFINITY);
  }

  #commitSome(): void {
    // Flushed meanwhile.
    if (this.#waiting.length === 0) return;
    const isFree = this.#commitGroup(performance.now());
    if (this.#waiting.length === 0) return;
    if (isFree) setImmediate(() => this.#commitSome());
    else setTimeout(() => this.#commitSome(), LOCKED_PAUSE * (0.5 + Math.random()));
  }

  /** @param now what waits until then, waits no longer for another process @returns false when one was in the way */
  #commitGroup(now: number): boolean {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      const answers = this.#guarded('write', () => this.#transaction(group));
      this.#waiting = group.slice(answers.length);
      for (const answer of answers) answer();
      return true;
    } catch (error) {
      const locked = isLocked(error);
      this.#waiting = locked ? group.filter(({ until }) => until > now) : [];
      for (const one of group) if (!locked || one.until <= now) one.reject(error);
      return !locked;
    }
  }

  /**
   * @returns how the works are answered, one after the other, as many as there was time for; throws when nothing was
   * kept, or it is not known
   */
  #transaction(group: readonly Waiting[]): (() => void)[] {
    const until = performance.now() + LONGEST;
    this.#transactions.run('BEGIN IMMEDIATE');
    try {
      const answers: (() => void)[] = [];
      let keeps = false;
      for (const waiting of group) {
        const { isKept, answer } = group.length === 1 ? this.#attempt(waiting) : this.#inSavepoint(waiting);
        keeps ||= isKept;
        answers.push(answer);
        if (performance.now() > until) break;
      }
      if (keeps) this.#commit();
      return answers;
    } finally {
      if (this.#transactions.isOpen) this.#transactions.run('ROLLBACK');
    }
  }

  #inSavepoint(waiting: Waiting): Attempt {
    this.#transactions.run('SAVEPOINT work');
    const attempt = this.#attempt(waiting);
    if (!attempt.isKept) this.#transactions.run('ROLLBACK TO work');
    this.#transactions.run('RELEASE work');
    return attempt;
  }

  /** Throws when the failure ended the transaction, with all that was written in it. */
  #attempt({ work, resolve, reject }: Waiting): Attempt {
    try {
      const result = this.#guarded('write', work);
      return { isKept: result.ok, answer: () => resolve(result) };
    } catch (error) {
      if (!this.#transactions.isOpen) throw error;
      return { isKept: false, answer: () => reject(error) };
    }
  }

  /** Whether a commit that fails was done is known only while its transaction is still open. */
  #commit(): void {
    try {
      this.#guarded('write', () => this.#transactions.run('COMMIT'));
    } catch (error) {
      if (!(error instanceof FileFailure) || this.#transactions.isOpen) throw error;
      const { message, code, cause } = error;
      throw new FileFailure(message, { code, cause, ambiguous: true });
    }
  }
}

interface Attempt {
  readonly isKept: boolean;
  readonly answer: () => void;
}
