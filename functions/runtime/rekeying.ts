/** Where no timer comes, as on a machine of one's own, the process itself goes on with search keys that follow a field. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountStore, Rekeying } from '../../shared/accounts/account.ts';

/** Milliseconds of one account, before the next one has its turn. */
const TURN = 10_000;
/** Milliseconds between two rounds: the last walk begins a minute after the change. */
const PAUSE = 15_000;

/**
 * @param now milliseconds since the epoch
 * @returns what `rekeying` does, gone on with until nothing is left; `resume` looks for what an earlier process left
 */
export function drivenHere(rekeying: Rekeying, { list }: Pick<AccountStore, 'list'>, now: () => number) {
  let isDriven = false;

  const round = async (): Promise<boolean> => {
    let isLeft = false;
    for (const account of await list()) {
      if (await rekeying.advance(account, now() + TURN)) isLeft = true;
    }
    return isLeft;
  };

  /** A store that fails ends it; the next change, or the next start, goes on. */
  const resume = async (): Promise<void> => {
    if (isDriven) return;
    isDriven = true;
    try {
      while (await round()) await sleep(PAUSE, undefined, { ref: false });
    } catch {
      // The work is still owed.
    } finally {
      isDriven = false;
    }
  };

  const advance: Rekeying['advance'] = async (account, deadline) => {
    const isLeft = await rekeying.advance(account, deadline);
    if (isLeft) void resume();
    return isLeft;
  };
  return { ...rekeying, advance, resume };
}
