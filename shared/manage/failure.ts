/** The one place where a failure of a manage call becomes a problem; unknown ones get constant text. */

import { AccountError } from '../accounts/account.ts';
import type { Failure } from '../http/frame.ts';
import { reasonOf, ScimError } from '../scim/error.ts';
import { DocumentTooLarge, StoreUnavailable } from '../store-errors/store-errors.ts';
import { TokenRevoked } from '../tokens/token-service.ts';
import { UnusableAnswer } from '../tokens/token-stores.ts';
import { TokenTermsError } from '../tokens/token-terms.ts';
import { MAX_FAULTS } from './contract/validation.ts';
import { Problem, type ProblemKind, problemResponse } from './problem/problem.ts';

export function manageFailure(error: unknown): Failure {
  const problem = problemOf(error);
  return { response: problemResponse(problem), code: problem.kind, cause: problem.cause };
}

/** Its cause is for the log: what an operator must look into, and undefined when the caller made the mistake. */
function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ScimError) return ofScimError(error);
  if (error instanceof AccountError) return ofAccountError(error);
  if (error instanceof TokenTermsError) {
    const errors = [{ pointer: `/${error.term}`, detail: error.message }];
    return new Problem('invalid-request', error.message, { errors });
  }
  if (error instanceof TokenRevoked) {
    return new Problem('token-revoked', 'A revoked token is not rotated: create a new one.');
  }
  if (error instanceof DocumentTooLarge)
    return new Problem('too-large', 'This is more than the store can keep.');
  if (error instanceof StoreUnavailable) return ofOutage(error);
  const detail = 'Quote the correlation id of this answer when you report it.';
  return new Problem('internal', detail, {}, error);
}

const KIND_OF_STATUS: Readonly<Record<number, ProblemKind>> = {
  404: 'not-found',
  413: 'too-large',
  415: 'unsupported-media-type',
};

/** What the rooms below say about a body, a query or a Graph schema. */
function ofScimError(error: ScimError): Problem {
  const { scimType: _, detail, ...reason } = reasonOf(error, true);
  return new Problem(KIND_OF_STATUS[error.status] ?? 'invalid-request', detail, {
    ...reason,
    // RFC 9110 §15.5.16: what is refused for its form says which form is taken.
    ...(error.status === 415 ? { headers: { 'accept-encoding': 'identity' } } : {}),
  });
}

const KIND_OF_CODE = {
  unknown: 'not-found',
  taken: 'account-exists',
  leaving: 'account-leaving',
  changed: 'changed-meanwhile',
  invalid: 'invalid-request',
} as const satisfies Readonly<Record<AccountError['code'], ProblemKind>>;

function ofAccountError({ code, message, problems }: AccountError): Problem {
  const errors = problems.slice(0, MAX_FAULTS).map(({ at, detail }) => ({ pointer: pointerTo(at), detail }));
  const [first] = errors;
  return first
    ? new Problem(KIND_OF_CODE[code], first.detail, { errors })
    : new Problem(KIND_OF_CODE[code], message);
}

/** `fields[2].options` -> `/fields/2/options` (RFC 6901). */
const pointerTo = (place: string): string =>
  place
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => `/${part}`)
    .join('');

const UNUSABLE =
  'The Key Vault refuses the service, or holds what it cannot read: check the role of its managed identity, the firewall of the vault, and whether scim-pepper was deleted (recover it, never make a new one). The log line with the correlation id of this answer says what the vault answered.';

function ofOutage(error: StoreUnavailable): Problem {
  const { throttled, retryAfter } = error;
  const headers = { 'retry-after': String(retryAfter) };
  if (error instanceof UnusableAnswer) return new Problem('unavailable', UNUSABLE, { headers }, error);
  return throttled
    ? new Problem('throttled', 'Too many requests at once: repeat the request later.', { headers }, error)
    : new Problem(
        'unavailable',
        'The service cannot reach its data right now: repeat the request later.',
        { headers },
        error,
      );
}
