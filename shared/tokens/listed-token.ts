/** A token as lists show it: never its text, nor its hash. */

import { daysLeft, isExpiring } from './token-days.ts';
import type { TokenRecord } from './token-record.ts';
import type { Revocation, SecretSummary } from './token-stores.ts';

/** `expiring`: within 30 days. `revoked`: by an admin, or its secret is disabled in the vault. */
type TokenStatus = 'live' | 'expiring' | 'expired' | 'revoked';

/** Instants are ISO 8601 in UTC, days `YYYY-MM-DD`. */
export interface ListedToken {
  readonly tokenId: string;
  readonly label: string;
  readonly createdBy: string;
  readonly createdAt: string;
  /** null: never. */
  readonly expiresAt: string | null;
  /** null: not yet. */
  readonly lastUsed: string | null;
  readonly status: TokenStatus;
  /** Whole days, begun ones included; 0 once expired, null: never expires. */
  readonly daysLeft: number | null;
  readonly revokedAt?: string;
  readonly revokedBy?: string;
}

/** What is known about one token, each from its own place. */
interface TokenFacts {
  readonly tokenId: string;
  readonly summary: SecretSummary;
  /** Undefined when it cannot be read: then the token opens nothing. */
  readonly record: TokenRecord | undefined;
  readonly revocation: Revocation | undefined;
  readonly lastUsed: string | undefined;
}

export function listedToken(facts: TokenFacts, time: number): ListedToken {
  const { tokenId, summary, record, revocation, lastUsed } = facts;
  const expiresAt = record?.expiresAt ?? null;
  const days = daysLeft(expiresAt, time);
  return {
    tokenId,
    label: summary.tags.label ?? '',
    createdBy: summary.tags.creator ?? '',
    createdAt: record?.createdAt ?? summary.createdAt,
    expiresAt,
    lastUsed: lastUsed ?? null,
    status: revocation || !record ? 'revoked' : lifeStatus(days),
    daysLeft: days,
    ...(revocation ? { revokedAt: revocation.at, revokedBy: revocation.by } : {}),
  };
}

function lifeStatus(days: number | null): TokenStatus {
  if (days === 0) return 'expired';
  return isExpiring(days) ? 'expiring' : 'live';
}

export const newestFirst = (a: ListedToken, b: ListedToken): number =>
  Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.tokenId < b.tokenId ? -1 : 1);
