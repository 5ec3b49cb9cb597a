/** The provisioning log of an account: why was Ann not provisioned? */

import type { LogQuery } from '../../provisioning-log/entry.ts';
import { assigned } from '../../scim/json.ts';
import { json, type Operation } from '../call.ts';
import { accountOf } from './account-of.ts';
import { dateOf } from './date-of.ts';

export const getLog: Operation = async (call) => {
  const { id } = await accountOf(call);
  const { subject, outcome, from, to, limit, cursor } = call.query;
  const chosen = assigned({ subject, outcome, from: inUtc(from), to: inUtc(to), cursor });
  // Their types and words are those of the document, which the query was held to.
  const query = { ...chosen, limit } as LogQuery;
  return json(200, assigned(await call.services.provisioningLog.query(id, query)));
};

/** As entries write it. */
const inUtc = (instant: unknown): string | undefined =>
  typeof instant === 'string' ? dateOf(instant).toISOString() : undefined;
