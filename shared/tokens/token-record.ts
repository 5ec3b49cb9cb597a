/** What the vault holds: one record for each token, with its hash but never its text, and the pepper of all hashes. */

import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { type Secret, type SecretStore, UnusableAnswer } from './token-stores.ts';

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

/** A pepper made ready for hashing, which takes longer than hashing. @param pepper in Base64 */
export const keyOf = (pepper: string): KeyObject => createSecretKey(pepper, 'base64');

/** @param text of the whole token */
export const hashOf = (text: string, pepper: KeyObject): Buffer =>
  createHmac('sha256', pepper).update(text).digest();

/** @returns undefined for anything but a record of this service. */
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

const PEPPER_NAME = 'scim-pepper';
const PEPPER_BYTES = 32;

/** The vault's own part of every hash, for issuing. Two processes that create it at once make two versions, and both hold. */
export async function currentPepper(secrets: SecretStore): Promise<Secret> {
  const pepper = await newestPepper(secrets);
  if (pepper) return strong(pepper);
  return secrets.set(PEPPER_NAME, randomBytes(PEPPER_BYTES).toString('base64'), {
    purpose: 'hashes SCIM tokens',
  });
}

/** A version that an operator made by hand must be as strong: text that is not Base64 would be an empty key. */
function strong(pepper: Secret): Secret {
  if (Buffer.from(pepper.value, 'base64').length >= PEPPER_BYTES) return pepper;
  throw new UnusableAnswer(
    `The newest version of ${PEPPER_NAME} is not ${PEPPER_BYTES} bytes in Base64: disable it`,
  );
}

/** @returns undefined when no token can have been issued */
export const newestPepper = (secrets: SecretStore): Promise<Secret | undefined> => secrets.get(PEPPER_NAME);

/** For verifying: never creates one. A token names the version it was hashed with, so a new version orphans none. */
export async function pepperOf(secrets: SecretStore, version: string): Promise<string> {
  const pepper = await secrets.get(PEPPER_NAME, version);
  // Every token would look wrong, and is not: that must not become a 401.
  if (!pepper)
    throw new UnusableAnswer('The vault lacks a version of the pepper that tokens were hashed with');
  return pepper.value;
}
