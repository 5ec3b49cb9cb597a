/**
 * Promises: what every other room may use to start asynchronous work once, or several pieces of it at a time. This room
 * knows nothing about the work, and imports nothing but timers.
 */

import { setImmediate } from 'node:timers/promises';

/**
 * Resolves when requests that were begun are on their way: the event loop needs a turn to connect, and another one to send.
 * Work that would hold it up waits for this.
 */
export async function requestsSent(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

/**
 * Runs `make` at the first call, and gives its result to that call and all later ones.
 * A failure is not kept: the calls that wait for it fail, and the next call runs `make` again.
 */
export function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** Runs `work` once for all calls with the same key that come while it is under way. Nothing is kept afterwards. */
export function singleFlight<Key, Result>(
  work: (key: Key) => Promise<Result>,
): (key: Key) => Promise<Result> {
  const underWay = new Map<Key, Promise<Result>>();
  return (key) => {
    const known = underWay.get(key);
    if (known) return known;
    const started = work(key).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };
}

/**
 * Runs `work` on every item, at most `limit` at a time.
 * After a failure no further item is taken; those under way are not waited for.
 *
 * @returns the results in the order of `items`
 * @throws the first error of `work`
 */
export async function inParallel<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = numbered(items);
  const worker = async (): Promise<void> => {
    // A loop that ends early, as by an error, ends the generator for the other workers, too.
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
  return results;
}

function* numbered<Item>(items: Iterable<Item>): Generator<readonly [number, Item]> {
  let index = 0;
  for (const item of items) {
    yield [index, item];
    index += 1;
  }
}
