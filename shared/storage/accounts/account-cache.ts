/** Accounts in memory, for as long as another instance's change may go unnoticed. That there is none is not kept. */

import type { Account } from '../../accounts/account.ts';

/** Milliseconds after which another instance's change of an account is seen here; with what a read takes, below 60 s. */
export const ACCOUNT_TTL = 30_000;

const MAX_ACCOUNTS = 1000;

interface Entry {
  readonly account: Account;
  readonly until: number;
}

export function accountCache(now: () => number) {
  const entries = new Map<string, Entry>();
  return {
    /** @returns undefined when nothing is known that is fresh enough. */
    recall(accountId: string): Account | undefined {
      const hit = entries.get(accountId);
      return hit && hit.until > now() ? hit.account : undefined;
    },

    /** @returns the account to use from now on. */
    remember(account: Account): Account {
      const known = entries.get(account.id)?.account;
      // The same object for the same version: what was compiled from it stays valid. Never back to an older one.
      const newest = known && known.version >= account.version ? known : account;
      if (entries.size >= MAX_ACCOUNTS && !entries.has(account.id)) entries.clear();
      entries.set(account.id, { account: newest, until: now() + ACCOUNT_TTL });
      return newest;
    },
  };
}
