/** Accounts in memory, for as long as another instance's change may go unnoticed. */

import type { Account } from '../accounts/account.ts';

/** Milliseconds after which another instance's change of an account is seen here; with what a read takes, below 60 s. */
export const ACCOUNT_TTL = 30_000;

const MAX_ACCOUNTS = 1000;

interface Entry {
  /** Undefined: there is no such account. */
  readonly account: Account | undefined;
  readonly until: number;
}

export function accountCache(now: () => number) {
  const entries = new Map<string, Entry>();
  return {
    /** @returns undefined when nothing is known that is fresh enough. */
    recall(accountId: string): Entry | undefined {
      const hit = entries.get(accountId);
      return hit && hit.until > now() ? hit : undefined;
    },

    /** @returns the account to use from now on. */
    remember(accountId: string, account: Account | undefined): Account | undefined {
      const known = entries.get(accountId)?.account;
      // The same object for the same version: what was compiled from it stays valid. Never back to an older one.
      const newest = known && account && known.version >= account.version ? known : account;
      if (entries.size >= MAX_ACCOUNTS && !entries.has(accountId)) entries.clear();
      entries.set(accountId, { account: newest, until: now() + ACCOUNT_TTL });
      return newest;
    },
  };
}
