/** The SCIM side of tokens: does this text open this account? Reads only, and mostly from memory. */

import { timingSafeEqual } from 'node:crypto';
import { digestOf, genuineTokens } from './genuine-tokens.ts';
import { parseToken, type TokenName } from './token.ts';
import { daysLeft, type ExpiryWarning, expiryWarnings } from './token-days.ts';
import { tokenLookUps } from './token-look-ups.ts';
import { hashOf, keyOf, type TokenRecord } from './token-record.ts';
import type { TokenParts } from './token-stores.ts';

/** `warning` is told once for each mark (30, 14, 7 and 1 days ahead) by each process: `isFirstWarning` says to whom. */
interface VerifiedToken {
  readonly tokenId: string;
  readonly warning?: ExpiryWarning;
}

/** A token that opened the account once. */
interface RefusedToken {
  readonly tokenId: string;
  readonly why: 'expired' | 'revoked';
}

/** Every method throws StoreUnavailable while the answer is not known. */
export interface TokenVerifier {
  /** @returns undefined when `text` does not open `accountId` */
  verify(accountId: string, text: string): Promise<VerifiedToken | undefined>;
  /** For the log. @returns undefined when `text` never was a token of the account, and when it opens it */
  refused(accountId: string, text: string): Promise<RefusedToken | undefined>;
  /** Before the first token comes: it then waits for less. */
  prepare(): Promise<void>;
  /** A token that this process has revoked opens nothing from here on. */
  forget(token: TokenName): void;
}

const NO_HASH = Buffer.alloc(32);
const NO_PEPPER = keyOf('');

export function tokenVerifier(parts: TokenParts): TokenVerifier {
  const { now } = parts;
  const lookUps = tokenLookUps(parts);
  const genuine = genuineTokens();
  const warningOf = expiryWarnings(now);

  /** In constant time for each record: an unknown token is hashed and compared like a known one. */
  const compared = async (text: string, record?: TokenRecord): Promise<TokenRecord | undefined> => {
    const pepper = record && (await lookUps.pepper(record.pepperVersion));
    const expected = record ? Buffer.from(record.hash, 'base64') : NO_HASH;
    return timingSafeEqual(hashOf(text, pepper ?? NO_PEPPER), expected) ? record : undefined;
  };

  const endOf = async (
    token: TokenName,
    { expiresAt }: TokenRecord,
  ): Promise<RefusedToken['why'] | undefined> => {
    if (daysLeft(expiresAt, now()) === 0) return 'expired';
    return (await lookUps.isRevoked(token)) ? 'revoked' : undefined;
  };

  /** @returns undefined when it was not issued for the account */
  const examine = async (accountId: string, text: string): Promise<Examined | undefined> => {
    const digest = digestOf(text);
    const known = genuine.get(digest);
    const token = known?.token ?? parseToken(text);
    if (token?.accountId !== accountId) return undefined;
    const answer = await lookUps.record(token);
    const record = answer && answer === known?.record ? answer : await compared(text, answer);
    if (!record) return undefined;
    lookUps.genuine(token);
    const why = await endOf(token, record);
    const { tokenId } = token;
    // The refusal of what opens nothing any more takes as long as that of what was never issued.
    if (why) genuine.delete(digest);
    else if (record !== known?.record) genuine.set(digest, { token: { accountId, tokenId }, record });
    return { tokenId, expiresAt: record.expiresAt, why };
  };

  return {
    prepare: lookUps.prepare,
    forget: lookUps.revoked,
    async verify(accountId, text) {
      const token = await examine(accountId, text);
      if (!token || token.why) return undefined;
      const { tokenId, expiresAt } = token;
      const warning = warningOf(tokenId, expiresAt);
      return { tokenId, ...(warning ? { warning } : {}) };
    },
    async refused(accountId, text) {
      const token = await examine(accountId, text);
      return token?.why && { tokenId: token.tokenId, why: token.why };
    },
  };
}

interface Examined {
  readonly tokenId: string;
  readonly expiresAt: string | null;
  /** Why it opens nothing any more. */
  readonly why: RefusedToken['why'] | undefined;
}
