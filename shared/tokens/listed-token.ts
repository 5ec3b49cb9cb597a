/** A token as lists show it: never its text, nor its hash. */

import { daysLeft, isExpiring } from './token-days.ts';
import type { TokenRecord } from './token-record.ts';
import type { Revocation, SecretSummary, TokenUsed } from './token-stores.ts';

/** `expiring`: within 30 days. `revoked`: by an admin, or its secret is disabled in the vault. */
type TokenStatus = 'live' | 'expiring' | 'expired' | 'revoked';

/** Instants are ISO 8601 in UTC; those of use are exact to the minute. */
export interface ListedToken {
  readonly tokenId: string;
  readonly label: string;
  readonly createdBy: string;
  readonly createdAt: string;
  /** null: never. */
  readonly expiresAt: string | null;
  /** null: not in use yet, or since before this was recorded: then there is a last use. */
  readonly firstUsedAt: string | null;
  /** null: not yet. */
  readonly lastUsedAt: string | null;
  readonly status: TokenStatus;
  /** Whole days, begun ones included; 0 once expired, null: never expires. */
  readonly daysLeft: number | null;
  readonly revokedAt?: string;
  readonly revokedBy?: string;
  /** The id of the newest token that was made by rotating this one and is not revoked. */
  readonly replacedBy?: string;
}

/** What is known about one token, each from its own place. */
interface TokenFacts {
  readonly tokenId: string;
  readonly summary: SecretSummary;
  /** Undefined when it cannot be read: then the token opens nothing. */
  readonly record: TokenRecord | undefined;
  readonly revocation: Revocation | undefined;
  readonly used: TokenUsed | undefined;
  readonly replacedBy: string | undefined;
}

export function listedToken(facts: TokenFacts, time: number): ListedToken {
  const { tokenId, summary, record, revocation, used, replacedBy } = facts;
  const expiresAt = record?.expiresAt ?? null;
  const days = daysLeft(expiresAt, time);
  return {
    tokenId,
    label: summary.tags.label ?? '',
    createdBy: summary.tags.creator ?? '',
    createdAt: record?.createdAt ?? summary.createdAt,
    expiresAt,
    firstUsedAt: used?.firstUsedAt ?? null,
    lastUsedAt: used?.lastUsedAt ?? null,
    status: revocation || !record ? 'revoked' : lifeStatus(days),
    daysLeft: days,
    ...(revocation ? { revokedAt: revocation.at, revokedBy: revocation.by } : {}),
    ...(replacedBy === undefined ? {} : { replacedBy }),
  };
}

function lifeStatus(days: number | null): TokenStatus {
  if (days === 0) return 'expired';
  return isExpiring(days) ? 'expiring' : 'live';
}

export const newestFirst = (a: ListedToken, b: ListedToken): number =>
  Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.tokenId < b.tokenId ? -1 : 1);

interface LastUse extends Pick<ListedToken, 'tokenId' | 'label'> {
  readonly at: string;
}

/** Of all tokens of an account: its last request. @returns undefined when there was none */
export const lastUseOf = (tokens: readonly ListedToken[]): LastUse | undefined =>
  tokens
    .flatMap(({ tokenId, label, lastUsedAt }) =>
      lastUsedAt === null ? [] : [{ at: lastUsedAt, tokenId, label }],
    )
    .sort((a, b) => (a.at < b.at ? 1 : -1))[0];
