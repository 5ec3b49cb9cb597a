/** How much may be done: so much at once, and so much more each second. */

interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

export class Allowance {
  readonly #rate: Rate;
  /** Milliseconds. */
  readonly #now: () => number;
  #left: number;
  #since: number;

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
    this.#left = rate.burst;
    this.#since = now();
  }

  /** Nothing has been taken for a while. */
  isFull(): boolean {
    this.#refill();
    return this.#left === this.#rate.burst;
  }

  /** @returns whether there was so much left, which is then taken */
  take(count = 1): boolean {
    this.#refill();
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }

  giveBack(count: number): void {
    this.#left = Math.min(this.#rate.burst, this.#left + count);
  }

  #refill(): void {
    const time = this.#now();
    const { burst, perSecond } = this.#rate;
    this.#left = Math.min(burst, this.#left + ((time - this.#since) / 1000) * perSecond);
    this.#since = time;
  }
}
