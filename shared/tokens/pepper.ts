/** The vault's own part of every hash. A token names the version it was hashed with, so a new one orphans none. */

import { randomBytes } from 'node:crypto';
import { type Secret, type SecretStore, UnusableAnswer } from './secret-store.ts';

const NAME = 'scim-pepper';
const BYTES = 32;

/** For issuing. Two that create it at once make two versions, and both hold. */
export async function currentPepper(secrets: SecretStore): Promise<Secret> {
  const pepper = await secrets.get(NAME);
  if (pepper) return strong(pepper);
  return secrets.set(NAME, randomBytes(BYTES).toString('base64'), { purpose: 'hashes SCIM tokens' });
}

/** A version that an operator made by hand must protect as ours does: what is no Base64 would be an empty key. */
function strong(pepper: Secret): Secret {
  if (Buffer.from(pepper.value, 'base64').length >= BYTES) return pepper;
  throw new UnusableAnswer(`The newest version of ${NAME} is not ${BYTES} bytes in Base64: disable it`);
}

/** Whether a token can have been issued. */
export const hasPepper = async (secrets: SecretStore): Promise<boolean> =>
  (await secrets.get(NAME)) !== undefined;

/** For verifying: it never creates one. */
export async function pepperOf(secrets: SecretStore, version: string): Promise<string> {
  const pepper = await secrets.get(NAME, version);
  // Every token would look wrong, and is not: that must not become a 401.
  if (!pepper)
    throw new UnusableAnswer('The vault lacks a version of the pepper that tokens were hashed with');
  return pepper.value;
}
