/** The days of a token: when it expires, and when to warn of that. */

const DAY_MS = 24 * 3600 * 1000;
/** Days ahead at which to warn. */
const AHEAD = [1, 7, 14, 30];

export interface ExpiryWarning {
  readonly daysLeft: number;
}

export const DEFAULT_LIFE = 365 * DAY_MS;

/** @returns whole days, rounded up; 0 once expired, null for a token that never expires. */
export function daysLeft(expiresAt: string | null, time: number): number | null {
  if (expiresAt === null) return null;
  return Math.max(0, Math.ceil((Date.parse(expiresAt) - time) / DAY_MS));
}

export const isExpiring = (days: number | null): boolean => markOf(days) !== undefined;

/** Warns once for each mark that a token passes, so never twice a day. */
export function expiryWarnings(
  now: () => number,
): (tokenId: string, expiresAt: string | null) => ExpiryWarning | undefined {
  // Only of tokens that were found good, so it grows no further than the tokens of this deployment.
  const told = new Map<string, number>();
  return (tokenId, expiresAt) => {
    const days = daysLeft(expiresAt, now());
    const mark = markOf(days);
    if (days === null || mark === undefined || told.get(tokenId) === mark) return undefined;
    told.set(tokenId, mark);
    return { daysLeft: days };
  };
}

const markOf = (days: number | null): number | undefined =>
  days === null ? undefined : AHEAD.find((mark) => days <= mark);

/** `YYYY-MM-DD` in UTC. */
export const utcDay = (time: number): string => new Date(time).toISOString().slice(0, 10);
