/** What a failed request to the vault means: no secret, another attempt, or which error the port promises. */

import { StoreUnavailable } from '../../store-errors/store-errors.ts';
import { UnusableAnswer } from '../token-stores.ts';
import { NoAnswer, VaultStatus } from './key-vault-client.ts';

export const TIMED_OUT = 'time-out';

/**
 * A disabled secret is one that an operator has taken out of use: it counts as absent. A 404 from anything else, such as a
 * gateway, says nothing about the secret.
 */
export const isAbsent = (error: unknown): boolean =>
  isGone(error) || (error instanceof VaultStatus && error.status === 403 && error.code === 'SecretDisabled');

/** Never there, or deleted. */
export const isGone = (error: unknown): boolean =>
  error instanceof VaultStatus && error.status === 404 && error.code === 'SecretNotFound';

/** A short disturbance. After a time-out the caller has waited enough, after a 429 the vault has. */
export function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswer) return error.code !== TIMED_OUT;
  return error instanceof VaultStatus && error.status >= 500;
}

/** What the port promises. Nothing of the request is in it. */
export function secretStoreError(what: string, error: unknown): Error {
  const message = `Key Vault: ${what} failed, ${causeText(error)}`;
  if (error instanceof NoAnswer) return new StoreUnavailable(message);
  const status = error instanceof VaultStatus ? error.status : challengeStatus(error);
  if (status === undefined) return new Error(message);
  const retryAfter = error instanceof VaultStatus ? error.retryAfter : undefined;
  const options = retryAfter === undefined ? {} : { retryAfter };
  // A role assignment that is missing or not yet in effect, a firewall, another tenant's token; a deleted secret
  // whose name is kept until it is recovered or purged.
  if ([401, 403, 409].includes(status)) return new UnusableAnswer(message, options);
  const isBusy = [404, 408, 429].includes(status) || status >= 500;
  return isBusy ? new StoreUnavailable(message, options) : new Error(message);
}

/** The one status that the SDK throws itself, after a challenge that it could not meet. */
const challengeStatus = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 401 ? 401 : undefined;

const causeText = (error: unknown): string =>
  error instanceof NoAnswer || error instanceof VaultStatus
    ? error.message
    : (challengeStatus(error) ?? nameOfError(error)).toString();

const nameOfError = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
