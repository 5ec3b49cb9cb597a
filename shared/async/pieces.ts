/**
 * Work that never waits for anything, and may take long. Where it could pause it yields, and whoever runs it lets others use
 * the thread in between; the work itself knows nothing of that.
 */

import { setImmediate } from 'node:timers';

/** Milliseconds. */
const LONG = 10;

/**
 * Runs the pieces, and pauses each time that they have taken long; the work of a small request never pauses.
 * @param long milliseconds. @param since when the work began that the first piece goes on with
 */
export async function inPieces<Result>(
  pieces: Iterator<unknown, Result>,
  long = LONG,
  since = performance.now(),
): Promise<Result> {
  for (let end = since + long; ; end = performance.now() + long) {
    let piece = pieces.next();
    while (!piece.done && performance.now() <= end) piece = pieces.next();
    if (performance.now() > end) await pause();
    if (piece.done) return piece.value;
  }
}

/** The items as they are, with a pause each time that it has taken long to make some and to use them. */
export async function* inTurns<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  let end = performance.now() + LONG;
  for (const item of items) {
    yield item;
    if (performance.now() <= end) continue;
    await pause();
    end = performance.now() + LONG;
  }
}

/** Runs `work`, and pauses behind it if it took long. @param long milliseconds */
export async function inOnePiece<Result>(work: () => Result, long = LONG): Promise<Result> {
  const end = performance.now() + long;
  const result = work();
  if (performance.now() > end) await pause();
  return result;
}

/** A piece for each item. */
export function* each<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Result,
): Generator<undefined, Result[]> {
  const results: Result[] = [];
  for (const item of items) {
    results.push(work(item));
    yield;
  }
  return results;
}

const paused: (() => void)[] = [];

/** Lets all others go first. Pauses end one by one, each in a turn of the event loop, however many there are. */
export const pause = (): Promise<void> =>
  new Promise((resolve) => {
    if (paused.push(resolve) === 1) setImmediate(endNext);
  });

function endNext(): void {
  paused.shift()?.();
  if (paused.length > 0) setImmediate(endNext);
}
