/** Calls that may be made again without harm, on a service that is busy or away for a while. */

import { setTimeout as sleep } from 'node:timers/promises';
import { RefusedCall, Unanswered } from './manage-client.ts';

const MAX_TRIES = 6;
/** Seconds. */
const MAX_PAUSE = 30;

/** A gateway says 502 or 504 where the service says 503. */
const BUSY = [429, 502, 503, 504];

interface Passing {
  /** More statuses that pass. */
  readonly statuses?: readonly number[];
  /** False for a first call: without an answer, the address may be wrong. */
  readonly silence: boolean;
}

/** @throws what the last try threw */
export async function persistently<Result>(run: () => Promise<Result>, passing: Passing): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (tries === MAX_TRIES || !passes(error, passing)) throw error;
      await sleep(pauseAfter(error, tries) * 1000);
    }
  }
}

const passes = (error: unknown, { statuses = [], silence }: Passing): boolean =>
  error instanceof RefusedCall
    ? [...BUSY, ...statuses].includes(error.status)
    : silence && error instanceof Unanswered;

/** In seconds: what the service asks for, or longer each time. */
const pauseAfter = (error: unknown, tries: number): number =>
  Math.min((error instanceof RefusedCall ? error.retryAfter : undefined) ?? 2 ** (tries - 1), MAX_PAUSE);
