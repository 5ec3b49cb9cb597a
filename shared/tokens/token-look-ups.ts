/** What verifying a token asks the vault and the store, and for how long it works with each answer. */

import type { KeyObject } from 'node:crypto';
import { StoreUnavailable } from '../store-errors/store-errors.ts';
import { Allowance } from './allowance.ts';
import { LookupCache } from './lookup-cache.ts';
import type { TokenName } from './token.ts';
import {
  keyOf,
  newestPepper,
  parseRecord,
  pepperOf,
  secretName,
  TOKENS,
  type TokenRecord,
} from './token-record.ts';
import { type SecretStore, type TokenParts, UnusableAnswer } from './token-stores.ts';

/** Every method throws StoreUnavailable. */
export interface TokenLookUps {
  /** The same object for as long as the same answer holds. @returns undefined for a token that was never issued */
  record(token: TokenName): Promise<TokenRecord | undefined>;
  /** The token was compared with its record. */
  genuine(token: TokenName): void;
  /** One object for each version. */
  pepper(version: string): Promise<KeyObject | undefined>;
  isRevoked(token: TokenName): Promise<boolean>;
  /** This process has revoked the token: it does not look for the marker any more. */
  revoked(token: TokenName): void;
  /** Asks ahead for the pepper that most tokens are hashed with, and so signs in to the vault. */
  prepare(): Promise<void>;
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

/**
 * What a genuine token needs besides its record: its marker and its account. After a quiet time these are read beside
 * the record, not after it. They count as look-ups until the token has been found genuine, so that made-up tokens cause
 * no more look-ups than the allowance has; and no answer but that to a genuine token waits for them.
 */
const READ_AHEAD = 2;

export function tokenLookUps(parts: TokenParts): TokenLookUps {
  const { secrets, revocations, now, elapsed = now, onLookUp, readAhead } = parts;
  const told = (cache: 'token' | 'pepper' | 'revocation') => (hit: boolean) => onLookUp?.(cache, hit);
  const records = new LookupCache<TokenRecord>(RECORDS, elapsed, told('token'));
  const peppers = new LookupCache<KeyObject>(PEPPERS, elapsed, told('pepper'));
  const markers = new LookupCache<true>(MARKERS, elapsed, told('revocation'));
  const lookUps = new Allowance(LOOK_UPS, elapsed);
  const issued = new LookupCache<ReadonlySet<string>>(ISSUED, elapsed);
  const isIssued = async (name: string): Promise<boolean> => {
    const names = await issued.find(TOKENS, () => issuedNames(secrets));
    return names?.has(name.toLowerCase()) ?? false;
  };

  const prepare = async (): Promise<void> => {
    const pepper = await newestPepper(secrets);
    if (!pepper) return;
    isReady = true;
    peppers.learn(pepper.version, keyOf(pepper.value));
  };

  /** Before the first token there is nothing to compare with: the deployment is not finished, and no token is known to be bad. */
  let isReady = false;
  const requireReady = async (): Promise<void> => {
    if (!isReady) await prepare();
    if (!isReady) throw new UnusableAnswer('The vault holds no pepper: no token has been issued yet');
  };

  /** Names; as many as administrators revoke. An answer under way could not bring one back. */
  const revokedHere = new Set<string>();
  const isRevoked = async ({ accountId, tokenId }: TokenName): Promise<boolean> => {
    const name = secretName(accountId, tokenId);
    if (revokedHere.has(name)) return true;
    const marker = await markers.find(name, async () =>
      (await revocations.isRevoked(accountId, tokenId)) ? true : undefined,
    );
    return marker === true || revokedHere.has(name);
  };

  /** Names of issued tokens that were read ahead for and not found genuine yet. */
  const unproven = new Set<string>();
  /** @returns whether it was done */
  const startAhead = ({ accountId, tokenId }: TokenName): boolean => {
    if (!readAhead || !lookUps.take(READ_AHEAD)) return false;
    // Whoever needs the answers asks again, and then learns of a failure.
    for (const answer of [isRevoked({ accountId, tokenId }), readAhead(accountId)])
      answer.catch(() => undefined);
    return true;
  };

  return {
    prepare,
    isRevoked,
    revoked: ({ accountId, tokenId }) => void revokedHere.add(secretName(accountId, tokenId)),

    async record(token) {
      const name = secretName(token.accountId, token.tokenId);
      const record = await records.find(name, async (isKnown) => {
        const isQuiet = lookUps.isFull();
        if (!isKnown && !lookUps.take() && !(await isIssued(name))) throw tooManyLookUps();
        const isAhead = !isKnown && isQuiet && startAhead(token);
        const found = await tokenRecord(secrets, name);
        if (found && isAhead) unproven.add(name);
        return found;
      });
      if (record) isReady = true;
      else await requireReady();
      return record;
    },

    genuine({ accountId, tokenId }) {
      if (unproven.delete(secretName(accountId, tokenId))) lookUps.giveBack(READ_AHEAD);
    },

    pepper: (version) => peppers.find(version, async () => keyOf(await pepperOf(secrets, version))),
  };
}

/** The vault ignores case in names. */
const issuedNames = async (secrets: SecretStore): Promise<ReadonlySet<string>> =>
  new Set((await secrets.list(TOKENS)).map(({ name }) => name.toLowerCase()));

/** It may be a new token, so the answer is not 401. */
const tooManyLookUps = (): StoreUnavailable =>
  new StoreUnavailable('too many unknown tokens at once', { throttled: true, retryAfter: 1 });

async function tokenRecord(secrets: SecretStore, name: string): Promise<TokenRecord | undefined> {
  const secret = await secrets.get(name);
  const record = secret && parseRecord(secret.value);
  // Not known to be bad, so it must not become a 401.
  if (secret && !record) throw new UnusableAnswer('The vault holds a token record that cannot be read');
  return record;
}
