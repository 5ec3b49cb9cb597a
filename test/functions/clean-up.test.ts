/** The timer of the manage app: account after account, one line. */

import { InvocationContext, type Timer } from '@azure/functions';
import { cleanUpOn } from '../../functions/runtime/clean-up.ts';
import { handleTimer } from '../../functions/runtime/handler.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';

type Parts = Parameters<typeof cleanUpOn>[0];
type Accounts = Awaited<ReturnType<Parts['accounts']['list']>>;

const accounts = ['AcOne', 'AcTwo', 'AcThree'].map((id) => ({ id })) as unknown as Accounts;
const timer: Timer = { schedule: { adjustForDST: false }, isPastDue: false } as Timer;

const NOW = Date.UTC(2026, 5, 10, 12);
const days: [string, number][] = [];
const telemetry = { idle: (account: string, idle: number) => void days.push([account, idle]) };
const use = {
  list: async (account: string) =>
    new Map(
      account === 'AcTwo'
        ? []
        : [
            ['a', { lastUsedAt: '2026-06-01T00:00:00.000Z' }],
            ['b', { lastUsedAt: '2026-06-08T11:59:00.000Z' }],
          ],
    ),
};

/** What one run logs, by level. */
async function run(
  finishLeftovers: Parts['resources']['finishLeftovers'],
  list = async () => accounts,
  deletions: Parts['deletions'] = { pending: async () => [], advance: async () => false },
) {
  const logged: [string, unknown][] = [];
  const logHandler = (level: string, text: unknown) => void logged.push([level, JSON.parse(String(text))]);
  const context = new InvocationContext({ logHandler });
  const task = cleanUpOn({
    accounts: { list },
    resources: { finishLeftovers },
    rekeying: { advance: async ({ id }) => id === 'AcTwo' },
    deletions,
    use,
    telemetry,
    now: () => NOW,
  });
  const failure = await Promise.resolve(handleTimer(task)(timer, context)).catch((error: unknown) => error);
  return { logged, failure };
}

it('finishes what every account owes, until 40 seconds have passed, and tells how much is left', async () => {
  const asked: [string, number][] = [];
  const { logged } = await run(async (account, deadline) => {
    asked.push([account, deadline]);
    return 2;
  });
  expect(asked).toEqual(accounts.map(({ id }) => [id, NOW + 40_000]));
  expect(logged).toEqual([['information', { event: 'scim.cleanup', status: 200, accounts: 3, left: 7 }]]);
  // Since one of its tokens was used last; an account that never was in use is not idle.
  expect(days).toEqual([
    ['AcOne', 2],
    ['AcThree', 2],
  ]);
});

it('an account whose store fails keeps no other one waiting, and is an error by name', async () => {
  const { logged, failure } = await run(async (account) => {
    if (account === 'AcTwo') throw new StoreUnavailable('no answer');
    return 0;
  });
  expect(failure).toBeUndefined();
  expect(logged).toEqual([
    ['error', expect.objectContaining({ account: 'AcTwo', cause: expect.stringContaining('no answer') })],
    ['information', expect.objectContaining({ accounts: 3, left: 0 })],
  ]);
});

it('a run that cannot begin is a failed invocation for the host', async () => {
  const { logged, failure } = await run(
    async () => 0,
    () => Promise.reject(new Error('no list')),
  );
  expect(failure).toEqual(new Error('no list'));
  expect(logged).toEqual([['error', expect.objectContaining({ event: 'scim.failure' })]]);
});

it('goes on with accounts that are being deleted, behind what the others are owed', async () => {
  const order: string[] = [];
  const deletion = (accountId: string) => ({ accountId, since: '', by: '', entryId: '' });
  const finishing = async (account: string) => {
    order.push(account);
    return 0;
  };
  const { logged } = await run(finishing, async () => accounts, {
    pending: async () => ['AcGone', 'AcLost', 'AcLast'].map(deletion),
    advance: async ({ accountId }, deadline) => {
      order.push(`${accountId} until ${deadline - NOW}`);
      if (accountId === 'AcLost') throw new StoreUnavailable('no answer');
      return accountId === 'AcGone';
    },
  });
  expect(order.slice(-3)).toEqual(['AcGone until 40000', 'AcLost until 40000', 'AcLast until 40000']);
  expect(logged).toEqual([
    ['error', expect.objectContaining({ account: 'AcLost', cause: expect.stringContaining('no answer') })],
    ['information', expect.objectContaining({ accounts: 3, left: 3 })],
  ]);
});
