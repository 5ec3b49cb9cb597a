/**
 * Where the next page of a client that reads forward begins (RFC 7644 §3.4.2.4). A page that continues another starts
 * behind the last id of that one, so it costs the same at any depth and skips nothing when resources are deleted
 * meanwhile; it keeps the total that the first page had. Clients with the same filter cannot be told apart: where
 * deletions have left them at different ids under one index, each goes on from the smallest. It may meet a resource
 * twice, but skips none. The cache is `lru-cache`; which cursor of an index a request gets is decided here, because
 * no cache promises that (docs/decisions/0019-caches.md).
 */

import { LRUCache } from 'lru-cache';

export interface PageCursor {
  /** Document id of the last resource of the page before. */
  readonly after: string;
  readonly totalResults: number;
}

/** @param key of the account, the type and the filter */
export interface PageCursors {
  recall(key: string, startIndex: number): PageCursor | undefined;
  remember(key: string, startIndex: number, cursor: PageCursor): void;
}

interface TimedCursor extends PageCursor {
  readonly until: number;
}

/** What is remembered of one index. */
interface CursorsAtIndex {
  /** One for each client that has not asked for its next page yet, in order of id. */
  readonly waiting: readonly TimedCursor[];
  /** Where the last client went on; for one that repeats a request whose answer it did not get. */
  readonly last?: TimedCursor;
}

const MAX_INDEXES = 1000;
/** Clients that are remembered for one index. */
const MAX_CURSORS = 10;
/** Milliseconds between two pages of one client. */
const MAX_PAUSE = 60_000;

const NO_CURSORS: CursorsAtIndex = { waiting: [] };

export function pageCursors(now: () => number): PageCursors {
  const remembered = new LRUCache<string, CursorsAtIndex>({ max: MAX_INDEXES });
  const nameOfIndex = (key: string, startIndex: number) => `${startIndex} ${key}`;
  const current = (name: string): CursorsAtIndex => {
    const { waiting, last } = remembered.get(name) ?? NO_CURSORS;
    const isCurrent = ({ until }: TimedCursor) => until > now();
    return { waiting: waiting.filter(isCurrent), ...(last && isCurrent(last) ? { last } : {}) };
  };
  return {
    recall(key, startIndex) {
      const name = nameOfIndex(key, startIndex);
      const { waiting, last } = current(name);
      const from = waiting[0] ?? last;
      if (!from) return undefined;
      // One client has come; which one is not known, so the smallest ids are kept for the others.
      remembered.set(name, { waiting: waiting.slice(0, -1), last: from });
      const totals = [from, ...waiting].map(({ totalResults }) => totalResults);
      return { after: from.after, totalResults: Math.max(...totals) };
    },
    remember(key, startIndex, cursor) {
      const name = nameOfIndex(key, startIndex);
      const { waiting, last } = current(name);
      const positions = [...waiting, { ...cursor, until: now() + MAX_PAUSE }];
      positions.sort((a, b) => (a.after < b.after ? -1 : 1));
      // No client was under way: a new one begins, and the one before has finished.
      const stays = waiting.length > 0 && last ? { last } : {};
      remembered.set(name, { waiting: positions.slice(0, MAX_CURSORS), ...stays });
    },
  };
}
