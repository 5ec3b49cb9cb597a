/**
 * Accounts in memory, for as long as another instance's change may go unnoticed. It is not remembered that an account
 * is not there.
 */

import { LRUCache } from 'lru-cache';
import type { Account } from '../../accounts/account.ts';

/**
 * Milliseconds after which another instance's change of an account is seen here; with what a read takes, below 60 s.
 */
export const ACCOUNT_TTL = 30_000;

const MAX_ACCOUNTS = 1000;

interface CachedAccount {
  readonly account: Account;
  readonly until: number;
}

export function accountCache(now: () => number) {
  // The time limit is ours and not that of lru-cache (docs/decisions/0019-caches.md): an entry stays when its time is
  // over, so that the same version is the same object and keeps what was compiled from it.
  const entries = new LRUCache<string, CachedAccount>({ max: MAX_ACCOUNTS });
  return {
    /** @returns undefined when nothing is known that is fresh enough. */
    recall(accountId: string): Account | undefined {
      const hit = entries.get(accountId);
      return hit && hit.until > now() ? hit.account : undefined;
    },

    /** For what costs nothing: perhaps old, and no use of the account. */
    has: (accountId: string): boolean => entries.has(accountId),

    forget: (accountId: string): void => void entries.delete(accountId),

    /** @returns the account to use from now on; never an older one than before. */
    remember(account: Account): Account {
      const known = entries.get(account.id)?.account;
      const newest = known && known.version >= account.version ? known : account;
      entries.set(account.id, { account: newest, until: now() + ACCOUNT_TTL });
      return newest;
    },
  };
}
