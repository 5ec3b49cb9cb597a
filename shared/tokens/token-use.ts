/** PORT. The last day on which each token was used, and the recorder that keeps it up to date at next to no cost. */

/** Days are `YYYY-MM-DD` in UTC. Every method throws StoreUnavailable. */
export interface TokenUse {
  record(accountId: string, tokenId: string, day: string): Promise<void>;
  /** @returns true for the first process that asks on this day: it is the one that warns of the token's end */
  claimWarning(accountId: string, tokenId: string, day: string): Promise<boolean>;
  /** The last day of each token that was used, by token id. */
  list(accountId: string): Promise<ReadonlyMap<string, string>>;
}

const DAY = 24 * 3600 * 1000;

export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
/** Milliseconds until a failed record is tried again, by the next use. */
const RETRY = 600_000;

export type UseRecorder = (accountId: string, tokenId: string) => void;

/** At most one write a day for each token. Nobody waits for it, and its failure is nobody's failure. */
export function useRecorder(use: TokenUse, now: () => number): UseRecorder {
  // Only of tokens that were found good, so it grows no further than the tokens of this deployment.
  const due = new Map<string, number>();

  const record = async (accountId: string, tokenId: string): Promise<void> => {
    const time = now();
    due.set(tokenId, (Math.floor(time / DAY) + 1) * DAY);
    try {
      await use.record(accountId, tokenId, dayOf(time));
    } catch {
      due.set(tokenId, now() + RETRY);
    }
  };

  return (accountId, tokenId) => {
    if (now() >= (due.get(tokenId) ?? Number.NEGATIVE_INFINITY)) void record(accountId, tokenId);
  };
}
