/**
 * Answers of a slow source, kept for a while: one question at a time for each key, bounded in number, and usable a
 * while longer when the source cannot answer, or is slow to (RFC 5861 §4, stale-if-error). Written here, because no
 * library limits how long a request waits as well (docs/decisions/0019); the answers are in an LRU cache.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { StoreUnavailable } from '../store-errors/store-errors.ts';
import { UnusableAnswer } from './token-stores.ts';

/** Milliseconds count from the moment at which the source was asked. */
export interface Life {
  /** How long the source is not asked again. */
  readonly fresh: number;
  /** How much longer the answer holds while the source cannot answer. */
  readonly stale: number;
  /** Answers kept; the one that was asked for least recently makes room. */
  readonly max: number;
}

/** @param isKnown there was an answer to this question before */
type Question<Value> = (isKnown: boolean) => Promise<Value | undefined>;

interface CachedAnswer<Value> {
  readonly value: Value | undefined;
  readonly staleUntil: number;
  /** The source is asked again from here on. */
  askAt: number;
}

/** A question under way. */
interface Asking<Value> {
  readonly answer: Promise<Value | undefined>;
  /** Done when a request that has an older answer has waited long enough. */
  readonly patience: Promise<unknown>;
}

/** Milliseconds between two attempts at a source that cannot answer. */
const RETRY_AFTER = 5_000;
/** Milliseconds that a request waits for a new answer while an older one holds: a silent source must not stop all. */
const PATIENCE = 300;

export class LookupCache<Value> {
  readonly #lives: { readonly found: Life; readonly absent: Life };
  readonly #now: () => number;
  readonly #onLookUp: (hit: boolean) => void;
  // Kept apart, so that questions about nothing push out no answer.
  readonly #found: LRUCache<string, CachedAnswer<Value>>;
  readonly #absent: LRUCache<string, CachedAnswer<Value>>;
  readonly #asking = new Map<string, Asking<Value>>();

  /** @param onLookUp told whether an answer was in memory */
  constructor(
    lives: { readonly found: Life; readonly absent: Life },
    now: () => number,
    onLookUp: (hit: boolean) => void = () => {},
  ) {
    this.#lives = lives;
    this.#found = new LRUCache(upTo(lives.found.max));
    this.#absent = new LRUCache(upTo(lives.absent.max));
    this.#now = now;
    this.#onLookUp = onLookUp;
  }

  /** @param ask the source; it throws StoreUnavailable when it cannot answer */
  async find(key: string, ask: Question<Value>): Promise<Value | undefined> {
    const known = this.#found.get(key) ?? this.#absent.get(key);
    const isHeld = known && this.#now() < known.staleUntil;
    const isFresh = known !== undefined && this.#now() < known.askAt;
    this.#onLookUp(isFresh);
    if (isFresh) return known.value;
    const { answer, patience } = this.#asking.get(key) ?? this.#start(key, ask, known);
    if (!isHeld) return answer;
    const settle = () => (this.#now() < known.staleUntil ? known.value : answer);
    return Promise.race([answer, patience.then(settle)]);
  }

  #start(key: string, ask: Question<Value>, known?: CachedAnswer<Value>): Asking<Value> {
    const answer = this.#refresh(key, ask, known).finally(() => this.#asking.delete(key));
    // It may fail after every request has stopped waiting for it.
    answer.catch(() => undefined);
    const asking = { answer, patience: sleep(PATIENCE, undefined, { ref: false }) };
    this.#asking.set(key, asking);
    return asking;
  }

  /** An answer that was given without a question. */
  learn(key: string, value: Value): void {
    this.#keep(key, value, this.#now());
  }

  async #refresh(key: string, ask: Question<Value>, known?: CachedAnswer<Value>): Promise<Value | undefined> {
    const since = this.#now();
    try {
      return this.#keep(key, await ask(known?.value !== undefined), since);
    } catch (error) {
      if (!known || !isOutage(error) || this.#now() >= known.staleUntil) throw error;
      known.askAt = Math.min(this.#now() + RETRY_AFTER, known.staleUntil);
      return known.value;
    }
  }

  #keep(key: string, value: Value | undefined, since: number): Value | undefined {
    const [shelf, life] =
      value === undefined ? [this.#absent, this.#lives.absent] : [this.#found, this.#lives.found];
    this.#found.delete(key);
    this.#absent.delete(key);
    const askAt = since + life.fresh;
    shelf.set(key, { value, askAt, staleUntil: askAt + life.stale });
    return value;
  }
}

/** Room for so many entries, taken as they come: `max` takes all of it at once, and every start waits for that. */
export const upTo = (entries: number) => ({ maxSize: entries, sizeCalculation: () => 1 });

const isOutage = (error: unknown): boolean =>
  error instanceof StoreUnavailable && !(error instanceof UnusableAnswer);
