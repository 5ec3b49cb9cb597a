/** How an account is doing, in one answer: from counts, however many users there are. */

import type { Account } from '../../accounts/account.ts';
import { type ActivityCounts, hourName, hourOf } from '../../activity/activity.ts';
import { sumOf } from '../../activity/tally.ts';
import { targetOf } from '../../kissflow/field.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { assigned } from '../../scim/json.ts';
import { typeNamed } from '../../scim/schema/resource-type.ts';
import { lastUseOf } from '../../tokens/listed-token.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { setUpSteps } from './set-up.ts';
import { tokensOf } from './tokens.ts';

export const getStatus: ManageOperation = async (call) => {
  const account = await accountOf(call);
  const { services } = call;
  // Writes what this process knows, before the counts are read.
  await services.activity.flush();
  const [tokens, users, groups, day, unfinished, rekeying, retiring] = await Promise.all([
    tokensOf(call, account.id),
    countOf(call, account, 'User'),
    countOf(call, account, 'Group'),
    lastDay(call, account.id),
    services.resources.countLeftovers(account.id),
    services.rekeying.progress(account),
    retiringFields(call, account),
  ]);
  return json(200, {
    account: account.id,
    lastRequest: lastUseOf(tokens) ?? null,
    users: await usersOf(call, account, users),
    groups,
    lastDay: day,
    tokens,
    work: { unfinished, rekeying: rekeying ? { ...rekeying, total: users } : null },
    retiring,
    setUp: setUpSteps({ account, tokens, users, groups }),
  });
};

export async function countOf(
  { services }: ManageCall,
  account: Account,
  typeName: 'User' | 'Group',
  condition?: Condition,
): Promise<number> {
  const scope = { account: account.id, type: typeNamed(services.types(account), typeName) };
  const asked = { condition, startIndex: 1, count: 0, want: { members: false, groups: false } };
  return (await services.resources.query(scope, asked)).totalResults;
}

const DISABLED: Condition = { kind: 'compare', path: ['active'], comparator: 'eq', value: false };

async function usersOf(call: ManageCall, account: Account, total: number) {
  const count = () => countOf(call, account, 'User', DISABLED);
  const counted = await call.services.disabledUsers(account.id, total, count);
  if (!counted) return { total, active: null, disabled: null };
  const disabled = Math.min(Math.max(counted.disabled, 0), total);
  return { total, active: total - disabled, disabled, countedAt: counted.countedAt };
}

/** Whole hours: the one that has begun, and 24 before it. */
export async function countsOfLastDay({ services }: ManageCall, accountId: string) {
  const hour = hourName(hourOf(services.now()) - 24);
  return { since: `${hour}:00:00.000Z`, counts: sumOf(await services.counts.hoursSince(accountId, hour)) };
}

async function lastDay(call: ManageCall, accountId: string) {
  const { since, counts } = await countsOfLastDay(call, accountId);
  const { changes, refusals, failures } = counts;
  return { since, changes, refusals: reasons(refusals), failures };
}

/** Of those that retire, whether something is still sent for them: their mapping is to be deleted. */
async function retiringFields({ services }: ManageCall, { id: account, formerFields = [] }: Account) {
  const retiring = formerFields.filter((field) => field.retiring);
  if (retiring.length === 0) return [];
  const sent = await services.counts.fieldsSent(account);
  return retiring.map((field) => {
    const { id, removedAt: since } = field;
    const at = sent.get(id);
    const lastSentAt = at !== undefined && (since === undefined || at >= since) ? at : null;
    return { field: id, target: targetOf(account, field), ...assigned({ since }), lastSentAt };
  });
}

/** The most frequent first. */
const reasons = (refusals: ActivityCounts['refusals']) =>
  Object.entries(refusals)
    .map(([code, refusal]) => ({ code, ...refusal }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
