/** The vault secret of a token: its name, its value, and the hash in it. The token itself is kept nowhere. */

import { createHmac } from 'node:crypto';
import { formatToken, type Token } from './token.ts';

/** Instants are ISO 8601 in UTC. */
export interface TokenRecord {
  readonly v: 1;
  /** HMAC-SHA-256 in Base64. */
  readonly hash: string;
  readonly pepperVersion: string;
  readonly createdAt: string;
  /** null: never. */
  readonly expiresAt: string | null;
}

const HASH_BYTES = 32;

/** What the names of all tokens begin with. */
export const TOKENS = 'scim-token-';

/** Ends in a dash, and account ids have none: no account's prefix begins another's. */
export const secretPrefix = (accountId: string): string => `${TOKENS}${accountId}-`;

export const secretName = (accountId: string, tokenId: string): string => secretPrefix(accountId) + tokenId;

export const hashOf = (token: Token, pepper: string): Buffer =>
  createHmac('sha256', Buffer.from(pepper, 'base64')).update(formatToken(token)).digest();

/** @returns undefined for anything but a record of ours. */
export function parseRecord(text: string): TokenRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is TokenRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { v, hash, pepperVersion, createdAt, expiresAt } = value as Partial<Record<string, unknown>>;
  return (
    v === 1 &&
    typeof hash === 'string' &&
    Buffer.from(hash, 'base64').length === HASH_BYTES &&
    typeof pepperVersion === 'string' &&
    pepperVersion !== '' &&
    isInstant(createdAt) &&
    (expiresAt === null || isInstant(expiresAt))
  );
}

const isInstant = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));
