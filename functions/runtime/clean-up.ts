/**
 * One run of the timer: account after account, what deletions, large changes of members and changes of fields have left
 * unfinished, and for how long no client has called; at last accounts that are being deleted.
 */

import type { AccountStore, Rekeying } from '../../shared/accounts/account.ts';
import type { AccountDeletion } from '../../shared/accounts/deletion.ts';
import { describeCause } from '../../shared/http/frame.ts';
import type { Log } from '../../shared/http/message.ts';
import type { ResourceStore } from '../../shared/protocol/resource-store.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import type { TokenUse } from '../../shared/tokens/token-stores.ts';

interface CleanUpParts {
  readonly accounts: Pick<AccountStore, 'list'>;
  readonly resources: Pick<ResourceStore, 'finishLeftovers'>;
  readonly rekeying: Pick<Rekeying, 'advance'>;
  readonly deletions: Pick<AccountDeletion, 'pending' | 'advance'>;
  readonly use: Pick<TokenUse, 'list'>;
  readonly telemetry: Pick<Telemetry, 'idle'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Milliseconds: the host ends an invocation after a minute, and the next run goes on. */
const BUDGET = 40_000;

export const cleanUpOn =
  (parts: CleanUpParts) =>
  async (log: Log): Promise<void> => {
    const { accounts, resources, rekeying, deletions, now } = parts;
    const deadline = now() + BUDGET;
    const listed = await accounts.list();
    let left = 0;
    for (const account of listed) {
      await attempted(account.id, log, async () => {
        left += await resources.finishLeftovers(account.id, deadline);
        if (await rekeying.advance(account, deadline)) left += 1;
        await measureIdleness(parts, account.id);
      });
    }
    for (const deletion of await deletions.pending()) {
      left += 1;
      await attempted(deletion.accountId, log, async () => {
        if (!(await deletions.advance(deletion, deadline))) left -= 1;
      });
    }
    log({ event: 'scim.cleanup', status: 200, accounts: listed.length, left });
  };

/** One account must not keep the others waiting. */
const attempted = (account: string, log: Log, work: () => Promise<void>): Promise<void> =>
  work().catch((failure: unknown) =>
    log({ event: 'scim.cleanup', status: 500, account, cause: describeCause(failure) }),
  );

const DAY = 24 * 3600 * 1000;

/** What never was in use is not idle. */
async function measureIdleness({ use, telemetry, now }: CleanUpParts, account: string): Promise<void> {
  const uses = [...(await use.list(account)).values()].map(({ lastUsedAt }) => Date.parse(lastUsedAt));
  if (uses.length > 0) telemetry.idle(account, Math.floor((now() - Math.max(...uses)) / DAY));
}
