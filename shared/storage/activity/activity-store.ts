/**
 * The counts of shared/activity as documents of the container `activity`, in the partition of their account: one for each
 * hour and process (`h.`), which the store forgets when a day is over, one for each field that retires or did (`f.`), and the number of
 * disabled users.
 */

import type { ActivityCounts, ActivityStore } from '../../activity/activity.ts';
import { everything } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { everyDocument } from '../documents/pages.ts';

const HOURS = 'h.';
const HOUR_TYPE = 'activity-hour';
/** Seconds: a day, and the hour that has begun before it. */
const HOUR_TTL = 26 * 3600;

const SENT = 'f.';
const SENT_TYPE = 'field-sent';

const DISABLED_ID = 'd.users';
const DISABLED_TYPE = 'disabled-users';

/** @param documents the container `activity` */
export function activityStore(documents: DocumentStore): ActivityStore {
  return {
    async writeHour(account, hour, id, { changes, refusals, failures }) {
      const document: StoredDocument = {
        id: `${HOURS}${hour}.${id}`,
        type: HOUR_TYPE,
        ttl: HOUR_TTL,
        changes: { ...changes },
        refusals: Object.fromEntries(
          Object.entries(refusals).map(([code, refusal]) => [code, { ...refusal }]),
        ),
        failures,
      };
      await documents.batch(account, [{ kind: 'upsert', document }]);
    },

    async hoursSince(account, hour) {
      const select = { where: everything, prefix: HOURS, after: `${HOURS}${hour}` };
      return (await everyDocument(documents, account, select)).map(countsIn);
    },

    async writeSent(account, fieldId, at) {
      const document = { id: `${SENT}${fieldId}`, type: SENT_TYPE, fieldId, at };
      await documents.batch(account, [{ kind: 'upsert', document }]);
    },

    async fieldsSent(account) {
      const sent = await everyDocument(documents, account, { where: everything, prefix: SENT });
      return new Map(sent.map(({ fieldId, at }) => [String(fieldId), String(at)]));
    },

    async addDisabled(account, by) {
      const increment = { '/disabled': by };
      await documents.batch(account, [
        { kind: 'patch', id: DISABLED_ID, increment, when: { type: DISABLED_TYPE } },
      ]);
    },

    async disabledUsers(account) {
      const document = await documents.read(account, DISABLED_ID);
      return document && { disabled: Number(document.disabled), countedAt: String(document.countedAt) };
    },

    async keepDisabled(account, { disabled, countedAt }) {
      const document = { id: DISABLED_ID, type: DISABLED_TYPE, disabled, countedAt };
      await documents.batch(account, [{ kind: 'upsert', document }]);
    },

    async forgetDisabled(account) {
      await documents.batch(account, [{ kind: 'delete', id: DISABLED_ID }]);
    },
  };
}

/** Written only by writeHour, so the casts hold. */
const countsIn = ({ changes, refusals, failures }: StoredDocument): ActivityCounts => ({
  changes: changes as unknown as ActivityCounts['changes'],
  refusals: refusals as unknown as ActivityCounts['refusals'],
  failures: Number(failures),
});
