/**
 * Page cursors that several instances of a service share (docs/decisions/0031-walk-documents.md): one document for each
 * account, type and filter in the container `activity`. A page waits a moment for them, never longer, and a failure
 * costs only what a walk without cursors costs.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { isObject, type Json } from '../../scim/json.ts';
import type { DocumentOperation, DocumentStore, StoredDocument } from '../documents/document-store.ts';
import {
  type CursorsAtIndex,
  inWalk,
  type NextPage,
  NO_CURSORS,
  type PageCursors,
  recalled,
  remembered,
  type TimedCursor,
  type Walk,
} from './page-cursors.ts';

/** A cursor as the document lists it. */
interface ListedCursor extends TimedCursor {
  readonly startIndex: number;
  /** Where a client went on from this index; without it, one waits there. */
  readonly isLast: boolean;
}

const WALK_TYPE = 'walk';
/** Seconds. A cursor ends after one minute. */
const TTL = 120;
/** Cursors of one document, which is 4 KB then. */
const MAX_LISTED = 32;
/** New documents of one account in a minute and process: their number is a client's choice, as filters are. */
const MAX_NEW = 60;
/** Accounts for which new documents are counted. */
const MAX_ACCOUNTS = 1000;
/** Writers of one document at the same time, about. */
const MAX_ATTEMPTS = 4;
/** Milliseconds that a page waits for its walk, its read and its write together. */
const LONGEST_WAIT = 300;
/** Milliseconds: a replica may not have yet what another instance has just written. */
const REPLICA_LAG = 20;

/**
 * @param documents the container `activity`
 * @param now milliseconds since the epoch
 */
export function walkDocuments(documents: DocumentStore, now: () => number): PageCursors {
  const created = newDocuments(now);

  const read = ({ accountId, key }: Walk) => documents.read(accountId, walkId(key));

  /** A page that goes on has a cursor as a rule; reading once more costs less than an OFFSET. */
  async function readAt(walk: Walk, startIndex: number) {
    const found = await read(walk);
    if (recalled(atIndex(walk, listed(found), startIndex), now()).cursor) return found;
    await sleep(REPLICA_LAG);
    return read(walk);
  }

  async function write(walk: Walk, change: Change, before: StoredDocument | undefined): Promise<void> {
    let found = before;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 0) found = await read(walk);
      const isNew = found === undefined;
      if (isNew && !created.haveRoom(walk.accountId)) return;
      const operation = operationOn(walk, found, change(listed(found)));
      const { ok } = await documents.batch(walk.accountId, [operation]);
      if (ok && isNew) created.add(walk.accountId);
      if (ok) return;
    }
  }

  return {
    async open(walk, startIndex) {
      const wait = waitingAtMost(LONGEST_WAIT);
      const found = startIndex === 1 ? undefined : await wait(readAt(walk, startIndex));
      const { cursor } = recalled(atIndex(walk, listed(found), startIndex), now());
      return {
        cursor,
        async end(next) {
          if (cursor || next) await wait(write(walk, passed(walk, startIndex, next, now()), found));
        },
      };
    },
  };
}

const walkId = (key: string): string => `p.${key}`;

type Change = (list: readonly ListedCursor[]) => readonly ListedCursor[];

/** One client has read the page at `startIndex`, and will ask for the next one. */
const passed =
  (walk: Walk, startIndex: number, next: NextPage | undefined, now: number): Change =>
  (list) => {
    const taken = withIndex(list, startIndex, recalled(atIndex(walk, list, startIndex), now).left);
    const at = next && remembered(atIndex(walk, taken, next.startIndex), next.cursor, now, walk.descending);
    const changed = at ? withIndex(taken, next.startIndex, at) : taken;
    const dispensableLast = (a: ListedCursor, b: ListedCursor) =>
      Number(a.isLast) - Number(b.isLast) || b.until - a.until;
    return changed
      .filter(({ until }) => until > now)
      .sort(dispensableLast)
      .slice(0, MAX_LISTED);
  };

function atIndex({ descending }: Walk, list: readonly ListedCursor[], startIndex: number): CursorsAtIndex {
  const here = list.filter((one) => one.startIndex === startIndex);
  if (here.length === 0) return NO_CURSORS;
  const last = here.find(({ isLast }) => isLast);
  const waiting = here.filter(({ isLast }) => !isLast).sort(inWalk(descending));
  return { waiting, ...(last ? { last } : {}) };
}

const withIndex = (
  list: readonly ListedCursor[],
  startIndex: number,
  { waiting, last }: CursorsAtIndex,
): ListedCursor[] => [
  ...list.filter((one) => one.startIndex !== startIndex),
  ...waiting.map((cursor) => ({ ...cursor, startIndex, isLast: false })),
  ...(last ? [{ ...last, startIndex, isLast: true }] : []),
];

/** Written on condition that nothing was written since it was read. */
function operationOn(
  { key }: Walk,
  found: StoredDocument | undefined,
  list: readonly ListedCursor[],
): DocumentOperation {
  const id = walkId(key);
  const cursors = list.map((cursor): Json => ({ ...cursor }));
  if (!found) return { kind: 'create', document: { id, type: WALK_TYPE, ttl: TTL, revision: 1, cursors } };
  const revision = Number(found.revision);
  return {
    kind: 'patch',
    id,
    set: { '/cursors': cursors, '/revision': revision + 1 },
    when: { type: WALK_TYPE, revision },
  };
}

/** Leaves out what another version may have written. */
function listed(document: StoredDocument | undefined): readonly ListedCursor[] {
  const cursors: unknown = document?.cursors;
  return Array.isArray(cursors) ? cursors.filter(isListed) : [];
}

const isListed = (value: unknown): value is ListedCursor =>
  isObject(value) &&
  typeof value.after === 'string' &&
  typeof value.isLast === 'boolean' &&
  [value.startIndex, value.totalResults, value.until].every((number) => typeof number === 'number');

/** Counts by account and minute. */
function newDocuments(now: () => number) {
  const counted = new LRUCache<string, { minute: number; count: number }>({ max: MAX_ACCOUNTS });
  const thisMinute = () => Math.floor(now() / 60_000);
  const countOf = (accountId: string): number => {
    const found = counted.get(accountId);
    return found?.minute === thisMinute() ? found.count : 0;
  };
  return {
    haveRoom: (accountId: string) => countOf(accountId) < MAX_NEW,
    add: (accountId: string) =>
      void counted.set(accountId, { minute: thisMinute(), count: countOf(accountId) + 1 }),
  };
}

/** @returns what waits for each of several pieces of work, together so long at most: undefined for what fails or takes longer */
function waitingAtMost(milliseconds: number) {
  const end = performance.now() + milliseconds;
  return async <Result>(work: Promise<Result>): Promise<Result | undefined> => {
    const timer = new AbortController();
    const { signal } = timer;
    const late = sleep(Math.max(0, end - performance.now()), undefined, { signal, ref: false });
    try {
      return await Promise.race([work.catch(() => undefined), late.catch(() => undefined)]);
    } finally {
      timer.abort();
    }
  };
}
