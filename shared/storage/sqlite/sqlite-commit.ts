/**
 * Group commit: what is to be written in one turn of the event loop is written in one transaction, because the commit
 * waits for the disk, once, whatever it commits. Each work stands for itself: one that fails takes back nothing but its
 * own, and none is answered before the commit. From BEGIN to COMMIT nothing else of this process runs, so that no
 * reader of the connection sees what is not committed.
 */

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers';
import { StoreUnavailable } from '../../store-errors/store-errors.ts';
import { guarded } from './sqlite-failure.ts';

/** The transaction of a connection. */
export interface Transactions {
  run(statement: 'BEGIN IMMEDIATE' | 'COMMIT' | 'ROLLBACK' | Savepoint): void;
  /** Some errors end it. */
  readonly isOpen: boolean;
}

type Savepoint = 'SAVEPOINT work' | 'ROLLBACK TO work' | 'RELEASE work';

export function transactionsOf(database: DatabaseSync): Transactions {
  const statements = new Map<string, StatementSync>();
  return {
    run(sql) {
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
  readonly resolve: (result: ReturnType<Work>) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds after which a transaction takes no further work: readers wait for it. */
const LONGEST = 20;

export class GroupCommit {
  readonly #transactions: Transactions;
  #waiting: Waiting[] = [];

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /** Alone among all writers. @returns the result of `work`, once it is committed */
  write<Result extends { readonly ok: boolean }>(work: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#commitSome());
      this.#waiting.push({ work, resolve: resolve as Waiting['resolve'], reject });
    });
  }

  /** At once, in a transaction of its own. @throws what `work` throws, with nothing kept */
  alone(work: () => void): void {
    const waiting: Waiting = {
      work() {
        work();
        return { ok: true };
      },
      resolve: () => undefined,
      reject(error) {
        throw error;
      },
    };
    for (const answer of this.#transaction([waiting])) answer();
  }

  /** Writes what waits now. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commitGroup();
  }

  #commitSome(): void {
    // Flushed meanwhile.
    if (this.#waiting.length === 0) return;
    this.#commitGroup();
    if (this.#waiting.length > 0) setImmediate(() => this.#commitSome());
  }

  #commitGroup(): void {
    const group = this.#waiting;
    this.#waiting = [];
    try {
      const answers = guarded(() => this.#transaction(group));
      this.#waiting = group.slice(answers.length);
      for (const answer of answers) answer();
    } catch (error) {
      for (const { reject } of group) reject(error);
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
      const result = guarded(work);
      return { isKept: result.ok, answer: () => resolve(result) };
    } catch (error) {
      if (!this.#transactions.isOpen) throw error;
      return { isKept: false, answer: () => reject(error) };
    }
  }

  /** Whether a commit that fails was done is known only while its transaction is still open. */
  #commit(): void {
    try {
      guarded(() => this.#transactions.run('COMMIT'));
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || this.#transactions.isOpen) throw error;
      throw new StoreUnavailable(error.message, { cause: error.cause, ambiguous: true });
    }
  }
}

interface Attempt {
  readonly isKept: boolean;
  readonly answer: () => void;
}
