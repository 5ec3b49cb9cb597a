/** A store for one piece of work, which ends in time however many calls it makes and however each of them fails. */

import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../store-errors/store-errors.ts';
import type { DocumentStore } from './document-store.ts';

/** Milliseconds: less than the minute that a function has, and than clients wait. */
export const DEADLINE = 25_000;

/** Milliseconds that one call may take, its own repetitions and a last time-out included; an adapter sees to that. */
const LONGEST_CALL = 15_000;

/** @returns the store; a call that is under way at the deadline, counted from now, or made after it, is StoreUnavailable */
export function inTime(documents: DocumentStore): DocumentStore {
  const end = performance.now() + DEADLINE;
  let failure: StoreUnavailable | undefined;

  async function timed<Answer>(call: () => Promise<Answer>, ambiguous = false): Promise<Answer> {
    const left = end - performance.now();
    if (left <= 0) throw outOfTime(failure, false);
    try {
      return await (left > LONGEST_CALL ? call() : Promise.race([call(), never(left, ambiguous)]));
    } catch (error) {
      if (error instanceof StoreUnavailable) failure = error;
      throw error;
    }
  }

  const never = async (milliseconds: number, ambiguous: boolean): Promise<never> => {
    await sleep(milliseconds, undefined, { ref: false });
    throw outOfTime(failure, ambiguous);
  };

  const { readRenditions } = documents;
  return {
    read: (...asked) => timed(() => documents.read(...asked)),
    batch: (...asked) => timed(() => documents.batch(...asked), true),
    query: (...asked) => timed(() => documents.query(...asked)),
    count: (...asked) => timed(() => documents.count(...asked)),
    ...(readRenditions ? { readRenditions: (...asked) => timed(() => readRenditions(...asked)) } : {}),
  };
}

/** What the store said before says more than that the time is up. */
const outOfTime = (before: StoreUnavailable | undefined, ambiguous: boolean): StoreUnavailable =>
  new StoreUnavailable(before?.message ?? `no answer of the store in ${DEADLINE / 1000} s`, {
    cause: before?.cause,
    ambiguous,
    ...(before ? { retryAfter: before.retryAfter, throttled: before.throttled } : {}),
  });
