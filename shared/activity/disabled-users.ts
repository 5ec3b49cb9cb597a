/** The number of disabled users: no index has it, so that it is counted now and then, and follows the changes in between. */

import type { ActivityStore, CountedUsers } from './activity.ts';

/**
 * @param users the account has
 * @param count goes through all of them
 * @returns undefined while they are counted for the first time. Throws StoreUnavailable.
 */
export type DisabledUsers = (
  account: string,
  users: number,
  count: () => Promise<number>,
) => Promise<CountedUsers | undefined>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Users that are counted in less time than anybody notices. */
const FEW = 1000;
/** Milliseconds that the answer waits for a count; what comes later is there for the next one. */
const PATIENCE = 100;

/** @param now milliseconds since the epoch; @param patience milliseconds */
export function disabledUsers(
  store: Pick<ActivityStore, 'disabledUsers' | 'keepDisabled'>,
  now: () => number,
  patience = PATIENCE,
): DisabledUsers {
  const underWay = new Map<string, Promise<CountedUsers>>();

  const recount = async (account: string, count: () => Promise<number>): Promise<CountedUsers> => {
    const countedAt = new Date(now()).toISOString();
    const counted = { disabled: await count(), countedAt };
    await store.keepDisabled(account, counted);
    return counted;
  };

  const begin = (account: string, count: () => Promise<number>): Promise<CountedUsers> => {
    const counting = recount(account, count).finally(() => underWay.delete(account));
    underWay.set(account, counting);
    return counting;
  };

  return async (account, users, count) => {
    const known = await store.disabledUsers(account);
    const life = users <= FEW ? MINUTE : DAY;
    if (known && now() - Date.parse(known.countedAt) < life) return known;
    const counting = underWay.get(account) ?? begin(account, count);
    const late = Promise.withResolvers<CountedUsers | undefined>();
    const timer = setTimeout(() => late.resolve(known), patience);
    return Promise.race([counting, late.promise]).finally(() => {
      clearTimeout(timer);
      // Whoever asks next learns of a failure.
      counting.catch(() => undefined);
    });
  };
}
