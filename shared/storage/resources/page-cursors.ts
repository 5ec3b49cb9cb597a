/**
 * Where the next page of a client that reads forward begins (RFC 7644 §3.4.2.4). A page that continues another starts
 * behind the last id of that one, so it costs the same at any depth and skips nothing when resources are deleted
 * meanwhile; it keeps the total that the first page had. Clients with the same filter cannot be told apart: where
 * deletions have left them at different ids under one index, each goes on from the smallest. It may meet a resource
 * twice, but skips none, except as docs/decisions/0031-walk-documents.md says. Which cursor of an index a request gets is
 * decided here, by functions without a memory; `pageCursors` remembers for one process, in a `lru-cache`
 * (docs/decisions/0019-caches.md), and walk-documents.ts for all instances of a service.
 */

import { LRUCache } from 'lru-cache';

export interface PageCursor {
  /** Document id of the last resource of the page before. */
  readonly after: string;
  readonly totalResults: number;
}

/** All pages of one account, type and filter, whoever reads them. */
export interface Walk {
  readonly accountId: string;
  /** Digest of account, type and filter, in base64url. */
  readonly key: string;
  /** True when the greatest ids come first. */
  readonly descending?: boolean;
}

export interface NextPage {
  readonly startIndex: number;
  readonly cursor: PageCursor;
}

export interface OpenedPage {
  /** Undefined where nothing tells the beginning but the index. */
  readonly cursor?: PageCursor | undefined;
  /** @param next the page behind this one; undefined where there is none */
  end(next?: NextPage): void | Promise<void>;
}

/** PORT. What is forgotten costs the next page more, and never fails it. */
export interface PageCursors {
  open(walk: Walk, startIndex: number): OpenedPage | Promise<OpenedPage>;
}

export interface TimedCursor extends PageCursor {
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** What is remembered of one index. */
export interface CursorsAtIndex {
  /** One for each client that has not asked for its next page yet, in order of the walk. */
  readonly waiting: readonly TimedCursor[];
  /** Where the last client went on; for one that repeats a request whose answer it did not get. */
  readonly last?: TimedCursor;
}

const MAX_INDEXES = 1000;
/** Clients that are remembered for one index. */
const MAX_CURSORS = 10;
/** Milliseconds between two pages of one client. */
const MAX_PAUSE = 60_000;

export const NO_CURSORS: CursorsAtIndex = { waiting: [] };

/** What a client gets that asks for this index, and what is left for the others. */
export function recalled(at: CursorsAtIndex, now: number): { cursor?: PageCursor; left: CursorsAtIndex } {
  const left = current(at, now);
  const from = left.waiting[0] ?? left.last;
  if (!from) return { left };
  const totals = [from, ...left.waiting].map(({ totalResults }) => totalResults);
  return {
    cursor: { after: from.after, totalResults: Math.max(...totals) },
    // One client has come; which one is not known, so those that come first are kept for the others.
    left: { waiting: left.waiting.slice(0, -1), last: from },
  };
}

/** With one more client, which has the page before. */
export function remembered(
  at: CursorsAtIndex,
  cursor: PageCursor,
  now: number,
  descending = false,
): CursorsAtIndex {
  const { waiting, last } = current(at, now);
  const positions = [...waiting, { ...cursor, until: now + MAX_PAUSE }];
  positions.sort(inWalk(descending));
  // No client was under way: a new one begins, and the one before has finished.
  const stays = waiting.length > 0 && last ? { last } : {};
  return { waiting: positions.slice(0, MAX_CURSORS), ...stays };
}

export const inWalk =
  (descending = false) =>
  (a: PageCursor, b: PageCursor): number =>
    a.after < b.after === descending ? 1 : -1;

function current({ waiting, last }: CursorsAtIndex, now: number): CursorsAtIndex {
  const isCurrent = ({ until }: TimedCursor) => until > now;
  return { waiting: waiting.filter(isCurrent), ...(last && isCurrent(last) ? { last } : {}) };
}

/** For a store that one process uses. @param now milliseconds since the epoch */
export function pageCursors(now: () => number): PageCursors {
  const kept = new LRUCache<string, CursorsAtIndex>({ max: MAX_INDEXES });
  const nameOfIndex = (key: string, startIndex: number) => `${startIndex} ${key}`;
  return {
    open({ key, descending }, startIndex) {
      const name = nameOfIndex(key, startIndex);
      const { cursor, left } = recalled(kept.get(name) ?? NO_CURSORS, now());
      if (cursor) kept.set(name, left);
      return {
        cursor,
        end(next) {
          if (!next) return;
          const nextName = nameOfIndex(key, next.startIndex);
          kept.set(nextName, remembered(kept.get(nextName) ?? NO_CURSORS, next.cursor, now(), descending));
        },
      };
    },
  };
}
