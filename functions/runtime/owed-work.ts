/**
 * Where no timer comes, as on a machine of one's own, the process itself goes on with what is owed: search keys that follow
 * a field, and accounts that are being deleted.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountStore, Rekeying } from '../../shared/accounts/account.ts';
import type { AccountDeletion } from '../../shared/accounts/deletion.ts';

/** Milliseconds of one account, before the next one has its turn. */
const TURN = 10_000;
/** Milliseconds between two rounds: the last one of a change begins minutes after it. */
const PAUSE = 15_000;

/** Milliseconds until it is looked again for work that another process, such as the command line, has left. */
const LOOK_AGAIN = 60_000;

interface OwedWork {
  readonly rekeying: Pick<Rekeying, 'advance'>;
  readonly deletions: Pick<AccountDeletion, 'pending' | 'advance'>;
  readonly accounts: Pick<AccountStore, 'list'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** @returns goes on with what is owed until nothing is left, once at a time */
export function roundsOf({ rekeying, deletions, accounts, now }: OwedWork): () => Promise<void> {
  let isUnderWay = false;

  const round = async (): Promise<boolean> => {
    let isLeft = false;
    for (const account of await accounts.list()) {
      if (await attempted(rekeying.advance(account, now() + TURN))) isLeft = true;
    }
    for (const deletion of await deletions.pending()) {
      if (await attempted(deletions.advance(deletion, now() + TURN))) isLeft = true;
    }
    return isLeft;
  };

  return async () => {
    if (isUnderWay) return;
    isUnderWay = true;
    try {
      while (await round()) await sleep(PAUSE, undefined, { ref: false });
    } catch {
      // The store fails: the work is still owed.
    } finally {
      isUnderWay = false;
    }
  };
}

/** What fails for one account is owed still; the others do not wait for it. */
const attempted = (work: Promise<boolean>): Promise<boolean> => work.catch(() => false);

/** At once and from time to time, for as long as the process lives; that does not keep it alive. */
export function driveHere(rounds: () => Promise<void>): void {
  void rounds();
  setInterval(() => void rounds(), LOOK_AGAIN).unref();
}
