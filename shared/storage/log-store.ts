/**
 * The provisioning log on two containers: entries of changes travel in the batches of `resources`, refused requests
 * stand in `activity`. A page merges both.
 */

import type { LogEntry } from '../provisioning-log/entry.ts';
import { logDocument, logEntry } from '../provisioning-log/log-document.ts';
import type { LogQuery, LogStore } from '../provisioning-log/log-store.ts';
import type { Condition } from '../scim/filter/condition.ts';
import { fold } from '../scim/resource/compare.ts';
import type { DocumentStore } from './document-store.ts';

/** Refusals of one account that one process keeps each minute. */
export const MAX_REFUSALS_PER_MINUTE = 60;

/** @param now milliseconds since the epoch */
export function logStore(resources: DocumentStore, activity: DocumentStore, now: () => number): LogStore {
  const mayRefuse = perMinute(MAX_REFUSALS_PER_MINUTE, now);
  return {
    async query(accountId, query) {
      const after = query.cursor === undefined ? {} : { after: query.cursor };
      const asked = { where: conditionOf(query), limit: query.limit + 1, ...after };
      const pages = await Promise.all([resources, activity].map((store) => store.query(accountId, asked)));
      const merged = pages.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
      const page = merged.slice(0, query.limit);
      return {
        entries: page.map(logEntry),
        nextCursor: merged.length > page.length ? page.at(-1)?.id : undefined,
      };
    },

    async refuse(accountId: string, entry: LogEntry, days: number) {
      if (!mayRefuse(accountId)) return;
      const document = logDocument(entry, days);
      // What the client was told stands in our own log line as well: losing this entry loses no data.
      await activity.batch(accountId, [{ kind: 'create', document }]).catch(() => undefined);
    },
  };
}

function conditionOf({ subject, outcome, from, to }: LogQuery): Condition {
  const compare = (name: string, comparator: 'eq' | 'co' | 'ge' | 'lt', value: string): Condition => ({
    kind: 'compare',
    path: ['k', name],
    comparator,
    value,
  });
  const bySubject = (text: string): Condition => ({
    kind: 'or',
    terms: [compare('resourceId', 'eq', text), compare('name', 'co', fold(text))],
  });
  return {
    kind: 'and',
    terms: [
      { kind: 'compare', path: ['type'], comparator: 'eq', value: 'log' },
      ...(outcome ? [compare('outcome', 'eq', outcome)] : []),
      ...(from ? [compare('at', 'ge', from)] : []),
      ...(to ? [compare('at', 'lt', to)] : []),
      ...(subject ? [bySubject(subject)] : []),
    ],
  };
}

/** @returns whether one more is allowed in this minute */
function perMinute(most: number, now: () => number): (key: string) => boolean {
  let minute = 0;
  const counts = new Map<string, number>();
  return (key) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) counts.clear();
    minute = current;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count <= most;
  };
}
