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

/**
 * Starts one request in a turn of the event loop, so that what has arrived meanwhile is seen before the next one, and
 * takes the accounts one after the other: who sends little waits for one request of who sends much, not for all of them.
 * @param atOnce requests of one account; @param now milliseconds that never go back
 */
export function turnsOf(atOnce: number, now: () => number = () => performance.now()): Turns {
  const starter = new Starter();
  // As many as there are accounts with a genuine token.
  const queues = new Map<string, Queue>();
  return async (accountId, work) => {
    const queue = queues.get(accountId) ?? new Queue(atOnce, now, starter);
    queues.set(accountId, queue);
    await queue.enter();
    try {
      return await work();
    } finally {
      queue.leave();
    }
  };
}

class Starter {
  /** Accounts that have a request to start, in the order in which it is their turn. */
  readonly #ready = new Set<Queue>();
  #hasStarted = false;

  offer(queue: Queue): void {
    if (queue.canStart()) this.#ready.add(queue);
    if (!this.#hasStarted) this.#start();
  }

  /** An account whose requests have all given up meanwhile has none to start. */
  #next(): Queue | undefined {
    for (const queue of this.#ready) {
      this.#ready.delete(queue);
      if (queue.canStart()) return queue;
    }
    return undefined;
  }

  #start(): void {
    const queue = this.#next();
    if (queue === undefined) return;
    queue.start();
    if (queue.canStart()) this.#ready.add(queue);
    this.#hasStarted = true;
    setImmediate(() => {
      this.#hasStarted = false;
      this.#start();
    });
  }
}

class Queue {
  readonly #atOnce: number;
  readonly #promised: Allowance;
  readonly #starter: Starter;
  /** In the order of arrival. */
  readonly #waiting = new Set<() => void>();
  #running = 0;

  constructor(atOnce: number, now: () => number, starter: Starter) {
    this.#atOnce = atOnce;
    this.#promised = new Allowance(PROMISED, now);
    this.#starter = starter;
  }

  enter(): Promise<void> {
    const isPromised = this.#promised.take();
    return new Promise((resolve, reject) => {
      const start = () => {
        clearTimeout(timer);
        this.#waiting.delete(start);
        this.#running += 1;
        resolve();
      };
      const timer = setTimeout(() => {
        if (isPromised) return start();
        this.#waiting.delete(start);
        reject(tooMany());
      }, PATIENCE);
      this.#waiting.add(start);
      this.#starter.offer(this);
    });
  }

  canStart(): boolean {
    return this.#waiting.size > 0 && this.#running < this.#atOnce;
  }

  /** The request that has waited longest. */
  start(): void {
    const [first] = this.#waiting;
    first?.();
  }

  leave(): void {
    this.#running -= 1;
    this.#starter.offer(this);
  }
}

const tooMany = () =>
  new StoreUnavailable('one account sends too many requests', { throttled: true, retryAfter: 1 });
