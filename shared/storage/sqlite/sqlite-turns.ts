/**
 * Reads of SQLite never wait for anything. So that a request with many long ones does not keep all others waiting, it
 * pauses after each; the pauses end one by one, with whatever else there is to do in between.
 */

import { setImmediate } from 'node:timers';

/** Milliseconds. */
const LONG = 3;

export class Turns {
  readonly #paused: (() => void)[] = [];

  /** Runs `work`, and lets others go first if it took long. */
  async run<Result>(work: () => Result): Promise<Result> {
    const started = performance.now();
    const result = work();
    if (performance.now() - started > LONG) await this.#pause();
    return result;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#paused.push(resolve) === 1) setImmediate(() => this.#next());
    });
  }

  #next(): void {
    this.#paused.shift()?.();
    if (this.#paused.length > 0) setImmediate(() => this.#next());
  }
}
