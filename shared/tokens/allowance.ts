/** How often something may be done: a number at once, and then so many each second (a token bucket). */

export interface Allowance {
  readonly burst: number;
  readonly perSecond: number;
}

/** @param now milliseconds since the epoch; @returns whether it may be done once more, which then counts */
export function allowance({ burst, perSecond }: Allowance, now: () => number): () => boolean {
  let left = burst;
  let since = now();
  return () => {
    const time = now();
    left = Math.min(burst, left + ((time - since) / 1000) * perSecond);
    since = time;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
