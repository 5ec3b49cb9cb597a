/** The SCIM side of tokens: does this text open this account? Reads only, and mostly from memory. */

import { timingSafeEqual } from 'node:crypto';
import { StoreUnavailable } from '../store-errors/store-errors.ts';
import { allowance, LookupCache } from './lookup-cache.ts';
import { parseToken, type Token } from './token.ts';
import { daysLeft, type ExpiryWarning, expiryWarnings, useRecorder } from './token-days.ts';
import {
  hashOf,
  hasPepper,
  parseRecord,
  pepperOf,
  secretName,
  TOKENS,
  type TokenRecord,
} from './token-record.ts';
import { type SecretStore, type TokenParts, UnusableAnswer } from './token-stores.ts';

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

/** Both throw StoreUnavailable while the answer is not known. */
export interface TokenVerifier {
  /** @returns undefined when `text` does not open `accountId` */
  verify(accountId: string, text: string): Promise<VerifiedToken | undefined>;
  /** For the log. @returns undefined when `text` never was a token of the account, and when it opens it */
  refused(accountId: string, text: string): Promise<RefusedToken | undefined>;
}

const MINUTE = 60_000;
const NO_END = Number.POSITIVE_INFINITY;

/** Provisioning survives an hour without the vault. */
const RECORDS = {
  found: { fresh: MINUTE, stale: 60 * MINUTE, max: 10_000 },
  absent: { fresh: MINUTE, stale: 0, max: 1_000 },
};

/** A version never changes. */
const PEPPERS = {
  found: { fresh: NO_END, stale: 0, max: 100 },
  absent: { fresh: 0, stale: 0, max: 1 },
};

/** A marker never goes away; its absence is believed for at most 60 seconds, whatever happens. */
const MARKERS = {
  found: { fresh: NO_END, stale: 0, max: 10_000 },
  absent: { fresh: MINUTE / 2, stale: MINUTE / 2, max: 10_000 },
};

/** Names of all tokens, asked for while made-up ones come in: a token that is younger waits so long. */
const ISSUED = {
  found: { fresh: 10_000, stale: 60 * MINUTE, max: 1 },
  absent: { fresh: 0, stale: 0, max: 1 },
};

/**
 * Look-ups of tokens that no answer is kept for, by one process. A checksum is not a secret: without a limit, made-up
 * tokens would use up what the vault answers (4,000 reads in 10 seconds, for 40 processes), and keep others out. Beyond
 * it only tokens that the vault lists are looked up.
 */
const LOOK_UPS = { burst: 50, perSecond: 10 };

export function tokenVerifier(parts: TokenParts): TokenVerifier {
  const { secrets, revocations, use, now, elapsed = now, onLookUp } = parts;
  const told = (cache: 'token' | 'pepper' | 'revocation') => (hit: boolean) => onLookUp?.(cache, hit);
  const records = new LookupCache<TokenRecord>(RECORDS, elapsed, told('token'));
  const peppers = new LookupCache<string>(PEPPERS, elapsed, told('pepper'));
  const markers = new LookupCache<true>(MARKERS, elapsed, told('revocation'));
  const mayLookUp = allowance(LOOK_UPS, elapsed);
  const issued = new LookupCache<ReadonlySet<string>>(ISSUED, elapsed);
  const isIssued = async (name: string): Promise<boolean> => {
    const names = await issued.find(TOKENS, () => issuedNames(secrets));
    return names?.has(name.toLowerCase()) ?? false;
  };
  const recordUse = useRecorder(use, now);
  const warningOf = expiryWarnings(now);

  const pepperFor = async ({ pepperVersion: version }: TokenRecord): Promise<string | undefined> =>
    peppers.find(version, () => pepperOf(secrets, version));

  /** Before the first token there is nothing to compare with: the deployment is not finished, and no token is known to be bad. */
  let isReady = false;
  const requireReady = async (): Promise<void> => {
    isReady ||= await hasPepper(secrets);
    if (!isReady) throw new UnusableAnswer('The vault holds no pepper: no token has been issued yet');
  };

  const isRevoked = async (name: string, { accountId, tokenId }: Token): Promise<boolean> =>
    (await markers.find(name, async () =>
      (await revocations.isRevoked(accountId, tokenId)) ? true : undefined,
    )) === true;

  /** @returns undefined when it was not issued for the account */
  const examine = async (accountId: string, text: string): Promise<Examined | undefined> => {
    const token = parseToken(text);
    if (token?.accountId !== accountId) return undefined;
    const { tokenId } = token;
    const name = secretName(accountId, tokenId);
    const record = await records.find(name, async (isKnown) => {
      if (!isKnown && !mayLookUp() && !(await isIssued(name))) throw tooManyLookUps();
      return tokenRecord(secrets, name);
    });
    if (record) isReady = true;
    else await requireReady();
    const pepper = record && (await pepperFor(record));
    if (!isGenuine(token, record, pepper)) return undefined;
    const { expiresAt } = record;
    if (daysLeft(expiresAt, now()) === 0) return { tokenId, expiresAt, why: 'expired' };
    return { tokenId, expiresAt, why: (await isRevoked(name, token)) ? 'revoked' : undefined };
  };

  return {
    async verify(accountId, text) {
      const token = await examine(accountId, text);
      if (!token || token.why) return undefined;
      const { tokenId, expiresAt } = token;
      recordUse(accountId, tokenId);
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

/** The vault ignores case in names. */
const issuedNames = async (secrets: SecretStore): Promise<ReadonlySet<string>> =>
  new Set((await secrets.list(TOKENS)).map(({ name }) => name.toLowerCase()));

/** It may be a new token, so the answer is not 401. */
const tooManyLookUps = (): StoreUnavailable =>
  new StoreUnavailable('too many unknown tokens at once', { throttled: true, retryAfter: 1 });

/** An unknown token is hashed and compared like a known one. */
function isGenuine(token: Token, record: TokenRecord | undefined, pepper = ''): record is TokenRecord {
  const expected = record ? Buffer.from(record.hash, 'base64') : Buffer.alloc(32);
  return timingSafeEqual(hashOf(token, pepper), expected) && record !== undefined;
}

async function tokenRecord(secrets: SecretStore, name: string): Promise<TokenRecord | undefined> {
  const secret = await secrets.get(name);
  const record = secret && parseRecord(secret.value);
  // Not known to be bad, so it must not become a 401.
  if (secret && !record) throw new UnusableAnswer('The vault holds a token record that cannot be read');
  return record;
}
