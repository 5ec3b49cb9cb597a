/** Demo data for an empty account of a service on its own machine, so that every page has something to show. */

import type { Account } from '../../accounts/account.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { Problem } from '../problem/problem.ts';
import { countOf } from './status.ts';

export const createDemoData: ManageOperation = async (call) => {
  const { demoData } = call.services;
  if (!demoData) throw new Problem('not-found', 'Demo data is only for a service on its own machine.');
  const account = await accountOf(call);
  if (underWay.has(account.id)) throw inUse();
  underWay.add(account.id);
  try {
    if ((await countsOf(call, account)).some((count) => count > 0)) throw inUse();
    await demoData(account);
  } finally {
    underWay.delete(account.id);
  }
  const [users, groups] = await countsOf(call, account);
  return json(201, { users, groups });
};

/** Accounts that are being filled: two calls at once would both find nobody. */
const underWay = new Set<string>();

const countsOf = (call: ManageCall, account: Account): Promise<number[]> =>
  Promise.all([countOf(call, account, 'User'), countOf(call, account, 'Group')]);

const inUse = (): Problem =>
  new Problem(
    'account-in-use',
    'The account has users or groups already. Demo data is added to an empty account only.',
  );
