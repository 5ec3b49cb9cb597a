/**
 * Forward walks over index pages (RFC 7644 §3.4.2.4). A page that continues a walk starts behind the last id of the
 * one before, so it costs the same at any depth and skips nothing when resources are deleted meanwhile; it keeps
 * the total that the walk began with.
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

const MAX_WALKS = 1000;
/** Milliseconds for which a walk may pause. */
const MAX_PAUSE = 60_000;

export function walks(now: () => number): Walks {
  const remembered = new Map<string, Walk & { readonly until: number }>();
  const nameOf = (key: string, startIndex: number) => `${startIndex} ${key}`;
  return {
    recall(key, startIndex) {
      const walk = remembered.get(nameOf(key, startIndex));
      return walk && walk.until > now() ? walk : undefined;
    },
    remember(key, startIndex, walk) {
      const name = nameOf(key, startIndex);
      remembered.delete(name);
      remembered.set(name, { ...walk, until: now() + MAX_PAUSE });
      const oldest = remembered.keys().next().value;
      if (remembered.size > MAX_WALKS && oldest !== undefined) remembered.delete(oldest);
    },
  };
}
