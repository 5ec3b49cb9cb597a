/** What every part of the resource store shares. */

import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../store-errors/store-errors.ts';
import type { DocumentStore } from '../documents/document-store.ts';

export interface StoreContext {
  readonly documents: DocumentStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A new SCIM id: a UUID version 7, greater than every earlier one of this process. */
  readonly newId: () => string;
}

/** Lost races before a request gives up: far more than clients in parallel on one resource. */
const MAX_ATTEMPTS = 60;

/** `attempt` returns undefined when it lost a race and must be run again on what is there now. */
export async function retry<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
  for (let tries = 0; tries < MAX_ATTEMPTS; tries += 1) {
    const result = await attempt();
    if (result !== undefined) return result;
    await sleep(Math.random() * Math.min(2 ** tries, 50));
  }
  throw new StoreUnavailable('too many parallel changes of one resource', { retryAfter: 1 });
}

/** Runs what a committed change still owes; if the store cannot go on now, whoever comes next will. */
export async function finishLater(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** Runs a write; one with an unknown outcome counts as a lost race, so that its effect is looked up. */
export async function ifAnswered<Result>(write: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof StoreUnavailable && error.ambiguous) return undefined;
    throw error;
  }
}
