/** What administrators read about what was done in an account: its logs. */

import { ACCOUNT_ID } from '../../accounts/account.ts';
import type { AdministratorsQuery } from '../../administrators-log/entry.ts';
import type { LogQuery } from '../../provisioning-log/entry.ts';
import { assigned } from '../../scim/json.ts';
import { accountOf, dateOf, jsonList, type ManageOperation } from '../contract/call.ts';
import { hintsForAdministratorsLog, hintsForLog } from './hints.ts';

/** Why was Ann not provisioned? */
export const getLog: ManageOperation = async (call) => {
  const { id, log } = await accountOf(call);
  const { from, to, token: tokenId, resource: resourceId, ...asked } = call.query;
  const times = { from: instantInUtc(from), to: instantInUtc(to) };
  // Their types and words are those of the document, which the query was held to.
  const query = assigned({ ...asked, ...times, tokenId, resourceId }) as unknown as LogQuery;
  const { entries, ...page } = await call.services.provisioningLog.query(id, query);
  const hints = entries.length > 0 ? undefined : hintsForLog(query, log.days, call.services.now());
  return jsonList(assigned({ ...page, hints }), 'entries', entries);
};

/** Who changed this account? A deleted one has its entries still. */
export const getAdministratorsLog: ManageOperation = async (call) => {
  const { accountId = '' } = call.path;
  if (!ACCOUNT_ID.test(accountId)) await accountOf(call);
  const { operation, from, to, limit, cursor } = call.query;
  const chosen = assigned({ operation, from: instantInUtc(from), to: instantInUtc(to), cursor });
  const query = { ...chosen, limit } as AdministratorsQuery;
  const log = call.services.administratorsLog;
  const { entries, ...page } = await log.query(accountId, query);
  const hasEntries = entries.length > 0 || (await log.query(accountId, { limit: 1 })).entries.length > 0;
  if (!hasEntries) await accountOf(call);
  const hints = entries.length > 0 ? undefined : hintsForAdministratorsLog(query);
  return jsonList(assigned({ ...page, hints }), 'entries', entries);
};

/** As entries write it. */
const instantInUtc = (instant: unknown): string | undefined =>
  typeof instant === 'string' ? dateOf(instant).toISOString() : undefined;
