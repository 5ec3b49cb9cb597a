/**
 * The provisioning log on two containers: entries of changes travel in the batches of `resources`, refused requests
 * are in `activity`. A page merges both. What an entry says is decided in shared/provisioning-log.
 */

import { LRUCache } from 'lru-cache';
import { each, inPieces } from '../../async/pieces.ts';
import type { Identifiers, LogEntry, LogQuery, LogStore } from '../../provisioning-log/entry.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { fold } from '../../scim/resource/compare.ts';
import { all, either, ofType } from '../documents/conditions.ts';
import {
  type DocumentPage,
  type DocumentStore,
  MAX_PAGE_BYTES,
  type StoredDocument,
} from '../documents/document-store.ts';
import { INCOMPLETE, incompleteDocument, LOG_PREFIX, logDocument, logEntry } from './log-document.ts';

/** Refusals of one account that one process keeps each minute: more than a provisioning client sends. */
export const MAX_REFUSALS_PER_MINUTE = 2000;

/** Most minutes that one answer names as incomplete. */
const MAX_INCOMPLETE = 60;

/** @param now milliseconds since the epoch */
export function logStore(resources: DocumentStore, activity: DocumentStore, now: () => number): LogStore {
  const countInMinute = perMinute(now);
  // The client has its answer, and provisioning goes on: an entry that cannot be written is lost.
  const write = (accountId: string, document: StoredDocument) =>
    activity.batch(accountId, [{ kind: 'upsert', document }]).catch(() => undefined);
  const counted = refusalsOfTokens(now);
  return {
    async query(accountId, query) {
      const after = query.cursor === undefined ? {} : { after: query.cursor };
      const asked = { where: conditionOf(query), prefix: LOG_PREFIX, limit: query.limit + 1, ...after };
      const [pages, incomplete] = await Promise.all([
        Promise.all([resources, activity].map((store) => store.query(accountId, asked))),
        query.cursor === undefined ? incompleteMinutes(activity, accountId, query) : [],
      ]);
      const { documents, isEnd } = await mergedPage(pages, query.limit);
      return {
        entries: documents.map(logEntry),
        nextCursor: isEnd ? undefined : documents.at(-1)?.id,
        ...(incomplete.length > 0 ? { incomplete } : {}),
      };
    },

    async latest(accountId, limit, whom) {
      const where = whom ? all(ofType('log'), about(whom)) : ofType('log');
      const asked = { where, prefix: LOG_PREFIX, limit };
      const pages = await Promise.all([resources, activity].map((store) => store.query(accountId, asked)));
      return (await mergedPage(pages, limit)).documents.map(logEntry);
    },

    async refuse(accountId, entry, days) {
      const count = countInMinute(accountId);
      if (count <= MAX_REFUSALS_PER_MINUTE) await write(accountId, logDocument({ entry, days }));
      if (count === MAX_REFUSALS_PER_MINUTE + 1) await write(accountId, incompleteDocument(entry, days));
    },

    async refuseToken(accountId, entry, days) {
      const due = counted(accountId, entry);
      if (due) await write(accountId, logDocument({ entry: due, days }));
    },
  };
}

/** In order of id, as many as one page may have; no further than the first end of a page that is cut. */
async function mergedPage(pages: readonly DocumentPage[], limit: number) {
  const ends = pages.flatMap((page) => (page.isCut ? [String(page.at(-1)?.id)] : []));
  const all = pages.flat().sort((a, b) => (a.id < b.id ? -1 : 1));
  const merged = all.filter(({ id }) => ends.every((end) => id <= end));
  let size = 0;
  const sizes = await inPieces(each(merged.slice(0, limit), (one) => (size += JSON.stringify(one).length)));
  const tooMany = sizes.findIndex((sum, index) => sum > MAX_PAGE_BYTES && index > 0);
  const documents = merged.slice(0, tooMany < 0 ? limit : tooMany);
  return { documents, isEnd: documents.length === all.length && ends.length === 0 };
}

async function incompleteMinutes(activity: DocumentStore, accountId: string, query: LogQuery) {
  const where = ofTypeBetween(INCOMPLETE, query);
  const documents = await activity.query(accountId, { where, prefix: LOG_PREFIX, limit: MAX_INCOMPLETE });
  return [...new Set(documents.map(({ at }) => String(at)))];
}

const compareKey = (name: string, comparator: 'eq' | 'co' | 'ge' | 'lt', value: string): Condition => ({
  kind: 'compare',
  path: ['k', name],
  comparator,
  value,
});

const ofTypeBetween = (type: string, { from, to }: LogQuery): Condition =>
  all(
    ofType(type),
    ...(from ? [compareKey('at', 'ge', from)] : []),
    ...(to ? [compareKey('at', 'lt', to)] : []),
  );

/** Search keys that are asked for by the whole value, which an index finds. */
const WHOLE = ['outcome', 'operation', 'code', 'tokenId', 'resourceId'] as const;

const conditionOf = ({ subject, ...query }: LogQuery): Condition =>
  all(
    ofTypeBetween('log', query),
    ...WHOLE.flatMap((name) => (query[name] ? [compareKey(name, 'eq', query[name])] : [])),
    ...(subject ? [bySubject(subject)] : []),
  );

const bySubject = (text: string): Condition =>
  either(
    compareKey('resourceId', 'eq', text),
    compareKey('externalId', 'eq', text),
    compareKey('name', 'co', fold(text)),
    compareKey('formerName', 'co', fold(text)),
    {
      kind: 'any',
      path: ['k', 'members'],
      where: { kind: 'compare', path: [], comparator: 'eq', value: text },
    },
  );

/** Equalities only: an index finds their entries. */
function about({ ids, names, externalIds }: Identifiers): Condition {
  const folded = [...new Set(names.map(fold))];
  return either(
    ...ids.map((id) => compareKey('resourceId', 'eq', id)),
    ...externalIds.map((id) => compareKey('externalId', 'eq', id)),
    ...folded.flatMap((name) => [compareKey('name', 'eq', name), compareKey('formerName', 'eq', name)]),
  );
}

/** @returns how many there have been in this minute, this one counted */
function perMinute(now: () => number): (key: string) => number {
  let minute = 0;
  const counts = new Map<string, number>();
  return (key) => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) counts.clear();
    minute = current;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Tokens whose refusals are counted at the same time. */
const MAX_TOKENS = 1000;

interface CountedRefusals {
  /** The first refusal of the hour. */
  readonly entry: LogEntry;
  readonly since: number;
  count: number;
  writtenAt: number;
}

/** @returns the entry of the hour, when it is to be written, again */
function refusalsOfTokens(now: () => number): (accountId: string, entry: LogEntry) => LogEntry | undefined {
  const refusals = new LRUCache<string, CountedRefusals>({ max: MAX_TOKENS });
  return (accountId, entry) => {
    const key = `${accountId} ${entry.tokenId}`;
    const known = refusals.get(key);
    const time = now();
    if (known === undefined || time - known.since >= HOUR) {
      refusals.set(key, { entry, since: time, count: 1, writtenAt: time });
      return { ...entry, count: 1 };
    }
    known.count += 1;
    if (time - known.writtenAt < MINUTE) return undefined;
    known.writtenAt = time;
    return { ...known.entry, count: known.count };
  };
}
