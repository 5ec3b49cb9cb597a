/**
 * Forward walks over index pages (RFC 7644 §3.4.2.4). A page that continues a walk starts behind the last id of the
 * one before, so it costs the same at any depth and skips nothing when resources are deleted meanwhile; it keeps
 * the total that the walk began with. Walkers of one filter cannot be told apart: where deletions have left them at
 * different ids under one index, each goes on from the smallest. It may meet a resource twice, but skips none.
 */

import { LRUCache } from 'lru-cache';

export interface Walk {
  /** Document id of the last resource of the page before. */
  readonly after: string;
  readonly totalResults: number;
}

export interface Walks {
  recall(key: string, startIndex: number): Walk | undefined;
  remember(key: string, startIndex: number, walk: Walk): void;
}

interface Position extends Walk {
  readonly until: number;
}

/** What is remembered of one index. */
interface Positions {
  /** One for each walker that has not asked for its next page yet, in order of id. */
  readonly waiting: readonly Position[];
  /** Where the last walker went on; for a client that repeats a request whose answer it did not get. */
  readonly last?: Position;
}

const MAX_WALKS = 1000;
/** Walkers that are remembered for one index. */
const MAX_POSITIONS = 10;
/** Milliseconds for which a walk may pause. */
const MAX_PAUSE = 60_000;

const NOTHING: Positions = { waiting: [] };

export function walks(now: () => number): Walks {
  const remembered = new LRUCache<string, Positions>({ max: MAX_WALKS });
  const nameOf = (key: string, startIndex: number) => `${startIndex} ${key}`;
  const current = (name: string): Positions => {
    const { waiting, last } = remembered.get(name) ?? NOTHING;
    const isCurrent = ({ until }: Position) => until > now();
    return { waiting: waiting.filter(isCurrent), ...(last && isCurrent(last) ? { last } : {}) };
  };
  return {
    recall(key, startIndex) {
      const name = nameOf(key, startIndex);
      const { waiting, last } = current(name);
      const from = waiting[0] ?? last;
      if (!from) return undefined;
      // One walker has come; which one is not known, so the smallest ids are kept for the others.
      remembered.set(name, { waiting: waiting.slice(0, -1), last: from });
      const totals = [from, ...waiting].map(({ totalResults }) => totalResults);
      return { after: from.after, totalResults: Math.max(...totals) };
    },
    remember(key, startIndex, walk) {
      const name = nameOf(key, startIndex);
      const { waiting, last } = current(name);
      const positions = [...waiting, { ...walk, until: now() + MAX_PAUSE }];
      positions.sort((a, b) => (a.after < b.after ? -1 : 1));
      // Nobody was under way: a new walk has begun, and the one before is over.
      const kept = waiting.length > 0 && last ? { last } : {};
      remembered.set(name, { waiting: positions.slice(0, MAX_POSITIONS), ...kept });
    },
  };
}
