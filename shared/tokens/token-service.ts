/**
 * SCIM tokens: issued once, kept only as a hash, verified in constant time. This room owns their text, records, expiry
 * and revocation. It never logs a token, and it reaches a vault and a store only through the ports of `token-stores.ts`.
 */

import { inParallel } from '../async/promises.ts';
import { StoreUnavailable } from '../store-errors/store-errors.ts';
import { type ListedToken, listedToken, newestFirst } from './listed-token.ts';
import { formatToken, isTokenId, randomToken } from './token.ts';
import { utcDay } from './token-days.ts';
import {
  currentPepper,
  hashOf,
  keyOf,
  parseRecord,
  secretName,
  secretPrefix,
  type TokenRecord,
} from './token-record.ts';
import type { SecretStore, SecretSummary, Tags, TokenParts } from './token-stores.ts';
import { checkTerms, type TokenTerms } from './token-terms.ts';
import { type TokenVerifier, tokenVerifier } from './token-verifier.ts';

export interface TokenService extends Omit<TokenRegister, 'removeAll'> {
  readonly verify: TokenVerifier['verify'];
  readonly refused: TokenVerifier['refused'];
  readonly prepare: TokenVerifier['prepare'];
  /**
   * Ends all tokens of an account for good, and takes their secrets out of the vault; done again it changes nothing. Their
   * revocation markers stay: a secret that an operator recovers opens nothing. Throws StoreUnavailable.
   */
  removeAll(accountId: string, by: string): Promise<void>;
  /**
   * @returns whether this is the first warning of the token's end today, and no token that replaces it is in use; true
   * when that cannot be known. Never throws.
   */
  isFirstWarning(accountId: string, tokenId: string): Promise<boolean>;
}

export function tokenService(parts: TokenParts): TokenService {
  const register = tokenRegister(parts);
  const { verify, refused, prepare, forget } = tokenVerifier(parts);
  return {
    ...register,
    verify,
    refused,
    prepare,
    async revoke(accountId, tokenId, by) {
      const isRevoked = await register.revoke(accountId, tokenId, by);
      if (isRevoked) forget({ accountId, tokenId });
      return isRevoked;
    },
    async removeAll(accountId, by) {
      for (const tokenId of await register.removeAll(accountId, by)) forget({ accountId, tokenId });
    },
    isFirstWarning: (accountId, tokenId) => isWarningDue(parts, accountId, tokenId).catch(() => true),
  };
}

async function isWarningDue(parts: TokenParts, accountId: string, tokenId: string): Promise<boolean> {
  const isFirst = await parts.use.claimWarning(accountId, tokenId, utcDay(parts.now()));
  return isFirst && !(await hasSuccessorInUse(parts, accountId, tokenId));
}

async function hasSuccessorInUse(
  { secrets, revocations, use }: TokenParts,
  accountId: string,
  tokenId: string,
): Promise<boolean> {
  const [used, summaries, revoked] = await Promise.all([
    use.list(accountId),
    secrets.list(secretPrefix(accountId)),
    revocations.list(accountId),
  ]);
  const successors = summaries.filter(({ tags }) => tags[REPLACES] === tokenId).map(tokenIdIn(accountId));
  return successors.some((id) => used.has(id) && !revoked.has(id));
}

/** The tag of a token that was made by rotating another one, with the id of that one. */
const REPLACES = 'replaces';

const tokenIdIn =
  (accountId: string) =>
  ({ name }: SecretSummary): string =>
    name.slice(secretPrefix(accountId).length);

export interface NewToken {
  /** The text of the token: shown to its owner once, kept nowhere. */
  readonly text: string;
  readonly tokenId: string;
  readonly expiresAt: string | null;
  /** To be shown with a warning: nothing but a revocation ends it. */
  readonly neverExpires: boolean;
}

/** It was taken out of use on purpose: another one of its kind is a new token. */
export class TokenRevoked extends Error {
  override readonly name = 'TokenRevoked';
}

/** Every method throws StoreUnavailable. */
interface TokenRegister {
  /** @throws TokenTermsError */
  issue(accountId: string, terms: TokenTerms): Promise<NewToken>;
  /** The newest first. */
  list(accountId: string): Promise<readonly ListedToken[]>;
  /**
   * Effective in this process at once, everywhere within 60 seconds, also while the vault is down.
   * @returns false when the vault has no such token
   */
  revoke(accountId: string, tokenId: string, by: string): Promise<boolean>;
  /**
   * Another token with the same label, which replaces the old one; that lives on until it is revoked.
   * @returns undefined when there is no such token; @throws TokenTermsError, TokenRevoked
   */
  rotate(accountId: string, tokenId: string, terms: Omit<TokenTerms, 'label'>): Promise<NewToken | undefined>;
  /** @returns the ids of the tokens that were there */
  removeAll(accountId: string, by: string): Promise<readonly string[]>;
}

function tokenRegister(parts: TokenParts): TokenRegister {
  const { secrets, revocations, now } = parts;
  return {
    issue: (accountId, terms) => issueToken(parts, accountId, terms),
    list: (accountId) => tokensOfAccount(parts, accountId),

    async revoke(accountId, tokenId, by) {
      if (!isTokenId(tokenId) || !(await mayExist(parts, accountId, tokenId))) return false;
      await revocations.revoke(accountId, tokenId, { at: new Date(now()).toISOString(), by });
      return true;
    },

    async rotate(accountId, tokenId, terms) {
      const secret = isTokenId(tokenId) ? await secrets.get(secretName(accountId, tokenId)) : undefined;
      if (!secret) return undefined;
      if (await revocations.isRevoked(accountId, tokenId)) throw new TokenRevoked();
      const label = secret.tags.label || 'without a label';
      return issueToken(parts, accountId, { ...terms, label }, { [REPLACES]: tokenId });
    },

    async removeAll(accountId, by) {
      const summaries = await secrets.list(secretPrefix(accountId));
      return inParallel(summaries, SECRETS_AT_ONCE, async (summary) => {
        const tokenId = tokenIdIn(accountId)(summary);
        // The marker first: it ends the token everywhere, also while the vault cannot answer.
        await revocations.revoke(accountId, tokenId, { at: new Date(now()).toISOString(), by });
        await secrets.remove(summary.name);
        return tokenId;
      });
    },
  };
}

async function issueToken(
  { secrets, now }: TokenParts,
  accountId: string,
  terms: TokenTerms,
  replacing: Tags = {},
): Promise<NewToken> {
  const { label, createdBy, expiresAt } = checkTerms(terms, now());
  const pepper = await currentPepper(secrets);
  const token = randomToken(accountId);
  const { tokenId } = token;
  const text = formatToken(token);
  const record: TokenRecord = {
    v: 1,
    hash: hashOf(text, keyOf(pepper.value)).toString('base64'),
    pepperVersion: pepper.version,
    createdAt: new Date(now()).toISOString(),
    expiresAt,
  };
  const tags = { label, creator: createdBy, account: accountId, ...replacing };
  await secrets.set(secretName(accountId, tokenId), JSON.stringify(record), tags);
  return { text, tokenId, expiresAt, neverExpires: expiresAt === null };
}

async function tokensOfAccount({ secrets, revocations, use, now }: TokenParts, accountId: string) {
  const [summaries, revoked, uses] = await Promise.all([
    secrets.list(secretPrefix(accountId)),
    revocations.list(accountId),
    use.list(accountId),
  ]);
  const idOf = tokenIdIn(accountId);
  const records = await recordsOf(
    secrets,
    summaries.filter((summary) => isTokenId(idOf(summary))),
  );
  const replacing = summaries
    .filter((summary) => !revoked.has(idOf(summary)))
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  const successors = new Map(replacing.map((summary) => [summary.tags[REPLACES], idOf(summary)]));
  return records
    .map(({ summary, record }) => {
      const tokenId = idOf(summary);
      const [revocation, used] = [revoked.get(tokenId), uses.get(tokenId)];
      const replacedBy = successors.get(tokenId);
      return listedToken({ tokenId, summary, record, revocation, used, replacedBy }, now());
    })
    .sort(newestFirst);
}

/** Secrets that are read or removed at the same time. */
const SECRETS_AT_ONCE = 8;

const recordsOf = (secrets: SecretStore, summaries: readonly SecretSummary[]) =>
  inParallel(summaries, SECRETS_AT_ONCE, async (summary) => {
    const secret = await secrets.get(summary.name);
    return { summary, record: secret && parseRecord(secret.value) };
  });

/**
 * Is there anything to revoke? A disabled secret may be enabled again, and a deleted one that was in use recovered:
 * neither may bring a revoked token back. An outage must not keep a token alive: then the marker is written unseen.
 */
async function mayExist({ secrets, use }: TokenParts, accountId: string, tokenId: string): Promise<boolean> {
  const name = secretName(accountId, tokenId);
  try {
    if (await secrets.get(name)) return true;
    const isListed = (await secrets.list(name)).some((secret) => secret.name === name);
    return isListed || (await use.list(accountId)).has(tokenId);
  } catch (error) {
    if (error instanceof StoreUnavailable) return true;
    throw error;
  }
}
