/** Lets others have the event loop between pieces of work that never wait for anything. */

import { setImmediate } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work in one turn. */
const LONG = 10;

export class Turns {
  #began: number | undefined;

  /** Returns at once, unless work that asked here has taken long in this turn: then the next turns come first. */
  async whileLong(): Promise<void> {
    while (this.#isLong()) await nextTurn();
  }

  #isLong(): boolean {
    const now = performance.now();
    if (this.#began !== undefined) return now - this.#began > LONG;
    this.#began = now;
    setImmediate(() => {
      this.#began = undefined;
    });
    return false;
  }
}
