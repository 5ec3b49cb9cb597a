/**
 * Forward walks over index pages (RFC 7644 §3.4.2.4). A page that continues a walk starts behind the last id of the
 * one before, so it costs the same at any depth and skips nothing when resources are deleted meanwhile; it keeps
 * the total that the walk began with. Walkers of one filter cannot be told apart: where deletions have left them at
 * different ids under one index, each goes on from the smallest. It may meet a resource twice, but skips none.
 */

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

const MAX_WALKS = 1000;
/** Ids that are kept for one index. */
const MAX_POSITIONS = 10;
/** Milliseconds for which a walk may pause. */
const MAX_PAUSE = 60_000;

export function walks(now: () => number): Walks {
  /** The positions of one index in order of id. */
  const remembered = new Map<string, readonly Position[]>();
  const nameOf = (key: string, startIndex: number) => `${startIndex} ${key}`;
  const current = (name: string) => (remembered.get(name) ?? []).filter(({ until }) => until > now());
  return {
    recall(key, startIndex) {
      const positions = current(nameOf(key, startIndex));
      const [first] = positions;
      const totals = positions.map(({ totalResults }) => totalResults);
      return first && { after: first.after, totalResults: Math.max(...totals) };
    },
    remember(key, startIndex, walk) {
      const name = nameOf(key, startIndex);
      const others = current(name).filter(({ after }) => after !== walk.after);
      const positions = [...others, { ...walk, until: now() + MAX_PAUSE }];
      positions.sort((a, b) => (a.after < b.after ? -1 : 1));
      remembered.delete(name);
      remembered.set(name, positions.slice(0, MAX_POSITIONS));
      const oldest = remembered.keys().next().value;
      if (remembered.size > MAX_WALKS && oldest !== undefined) remembered.delete(oldest);
    },
  };
}
