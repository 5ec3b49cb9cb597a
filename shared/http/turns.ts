/**
 * Fairness between accounts on one instance: so many requests of an account run at once, and the rest wait in turn. What
 * a client is promised (Microsoft asks for 25 requests a second) is never refused, only late: a 429 may send a
 * provisioning job of Entra ID into quarantine.
 */

import { StoreUnavailable } from '../store-errors/store-errors.ts';
import { Allowance } from '../tokens/allowance.ts';

/** Runs the work when it is the account's turn. Throws StoreUnavailable (`throttled`) when that takes too long. */
export type Turns = <Result>(accountId: string, work: () => Promise<Result>) => Promise<Result>;

/** Every request at once. */
export const noTurns: Turns = (_accountId, work) => work();

/** Requests of an account that are answered, however late. */
const PROMISED = { burst: 100, perSecond: 25 };

/** Milliseconds that a request waits for its turn. */
const PATIENCE = 5_000;

/** @param atOnce requests of one account; @param now milliseconds that never go back */
export function turnsOf(atOnce: number, now: () => number = () => performance.now()): Turns {
  // As many as there are accounts with a genuine token.
  const queues = new Map<string, Queue>();
  return async (accountId, work) => {
    const queue = queues.get(accountId) ?? new Queue(atOnce, now);
    queues.set(accountId, queue);
    await queue.enter();
    try {
      return await work();
    } finally {
      queue.leave();
    }
  };
}

class Queue {
  readonly #atOnce: number;
  readonly #promised: Allowance;
  /** In the order of arrival. */
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(atOnce: number, now: () => number) {
    this.#atOnce = atOnce;
    this.#promised = new Allowance(PROMISED, now);
  }

  async enter(): Promise<void> {
    const isPromised = this.#promised.take();
    const isFree = this.#running < this.#atOnce;
    if (!isFree && (await this.#turn())) return;
    if (!isFree && !isPromised) throw tooMany();
    this.#running += 1;
  }

  /** @returns true with the place of a request that has ended, false when there was none for too long */
  #turn(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isTurn: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(take);
        resolve(isTurn);
      };
      const take = () => settle(true);
      const timer = setTimeout(settle, PATIENCE, false);
      this.#waiting.add(take);
    });
  }

  leave(): void {
    const [next] = this.#waiting;
    // More than that many run when promised requests have waited too long.
    if (next === undefined || this.#running > this.#atOnce) this.#running -= 1;
    else next();
  }
}

const tooMany = () =>
  new StoreUnavailable('one account sends too many requests', { throttled: true, retryAfter: 1 });
