/** SCIM tokens: issued once, kept only as a hash, verified in constant time. */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretStore } from './secret-store.ts';
import { formatToken, parseToken, randomToken, type Token } from './token.ts';

const PEPPER = 'scim-pepper';

/** The vault secret of a token. Instants are ISO 8601 in UTC. */
interface TokenRecord {
  readonly v: 1;
  /** HMAC-SHA-256 in Base64. */
  readonly hash: string;
  readonly pepperVersion: string;
  readonly createdAt: string;
  /** null: never. */
  readonly expiresAt: string | null;
}

export interface NewToken {
  /** The text of the token: shown to its owner once, kept nowhere. */
  readonly text: string;
  readonly tokenId: string;
}

export interface TokenService {
  issue(accountId: string, terms: { label: string; expiresAt: Date | null }): Promise<NewToken>;
  /** @returns the token's id, or undefined when `text` does not open `accountId`; throws StoreUnavailable. */
  verify(accountId: string, text: string): Promise<string | undefined>;
}

export function tokenService(secrets: SecretStore, now: () => number): TokenService {
  return {
    async issue(accountId, { label, expiresAt }) {
      const pepper = (await secrets.get(PEPPER)) ?? (await createPepper(secrets));
      const token = randomToken(accountId);
      const record: TokenRecord = {
        v: 1,
        hash: hashOf(token, pepper.value).toString('base64'),
        pepperVersion: pepper.version,
        createdAt: new Date(now()).toISOString(),
        expiresAt: expiresAt?.toISOString() ?? null,
      };
      await secrets.set(secretName(token), JSON.stringify(record), { label, account: accountId });
      return { text: formatToken(token), tokenId: token.tokenId };
    },

    async verify(accountId, text) {
      const token = parseToken(text);
      if (token?.accountId !== accountId) return undefined;
      const secret = await secrets.get(secretName(token));
      const record = secret ? (JSON.parse(secret.value) as TokenRecord) : unknownToken;
      const pepper = await secrets.get(PEPPER, record.pepperVersion || undefined);
      // An unknown token costs the same as a known one.
      const same = timingSafeEqual(hashOf(token, pepper?.value ?? ''), digest(record.hash));
      const live = record.expiresAt === null || Date.parse(record.expiresAt) > now();
      return same && live && secret !== undefined ? token.tokenId : undefined;
    },
  };
}

const unknownToken: TokenRecord = { v: 1, hash: '', pepperVersion: '', createdAt: '', expiresAt: null };

const createPepper = (secrets: SecretStore) =>
  secrets.set(PEPPER, randomBytes(32).toString('base64'), { purpose: 'hashes SCIM tokens' });

const secretName = ({ accountId, tokenId }: Token): string => `scim-token-${accountId}-${tokenId}`;

const hashOf = (token: Token, pepper: string): Buffer =>
  createHmac('sha256', Buffer.from(pepper, 'base64')).update(formatToken(token)).digest();

/** Always as long as a hash, so that the comparison never throws. */
const digest = (base64: string): Buffer =>
  Buffer.concat([Buffer.from(base64, 'base64'), Buffer.alloc(32)], 32);
