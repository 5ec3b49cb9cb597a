/** One run of the timer: account after account, what deletions and large changes of members still owe. */

import type { AccountStore } from '../../shared/accounts/account.ts';
import { describeCause } from '../../shared/http/cause.ts';
import type { Log } from '../../shared/http/services.ts';
import type { ResourceStore } from '../../shared/storage/resource-store.ts';

interface Parts {
  readonly accounts: Pick<AccountStore, 'list'>;
  readonly resources: Pick<ResourceStore, 'finishOwed'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Milliseconds: the host ends an invocation after a minute, and the next run goes on. */
const BUDGET = 40_000;

export const cleanUpOn =
  ({ accounts, resources, now }: Parts) =>
  async (log: Log): Promise<void> => {
    const deadline = now() + BUDGET;
    const listed = await accounts.list();
    let left = 0;
    for (const { id: account } of listed) {
      try {
        left += await resources.finishOwed(account, deadline);
      } catch (failure) {
        // One account must not keep the others waiting.
        log({ event: 'scim.cleanup', status: 500, account, cause: describeCause(failure) });
      }
    }
    log({ event: 'scim.cleanup', status: 200, accounts: listed.length, left });
  };
