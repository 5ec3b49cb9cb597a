/** The one place where a failure of a manage call becomes a problem; unknown ones get constant text. */

import { AccountError } from '../accounts/account.ts';
import { reasonOf, ScimError } from '../scim/error.ts';
import { DocumentTooLarge, StoreUnavailable } from '../store-errors/store-errors.ts';
import { TokenRevoked } from '../tokens/token-service.ts';
import { UnusableAnswer } from '../tokens/token-stores.ts';
import { TokenTermsError } from '../tokens/token-terms.ts';
import { Problem, type ProblemKind } from './problem/problem.ts';

export interface Failure {
  readonly problem: Problem;
  /** For the log: what we have to look into; undefined when the caller made the mistake. */
  readonly cause: unknown;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof Problem) return { problem: error, cause: error.cause };
  if (error instanceof ScimError) return { problem: ofScimError(error), cause: undefined };
  if (error instanceof AccountError) return { problem: ofAccountError(error), cause: undefined };
  if (error instanceof TokenTermsError) {
    const errors = [{ pointer: `/${error.term}`, detail: error.message }];
    return { problem: new Problem('invalid-request', error.message, { errors }), cause: undefined };
  }
  if (error instanceof TokenRevoked) {
    const detail = 'A revoked token is not rotated: create a new one.';
    return { problem: new Problem('token-revoked', detail), cause: undefined };
  }
  if (error instanceof DocumentTooLarge) {
    return { problem: new Problem('too-large', 'This is more than the store can keep.'), cause: undefined };
  }
  if (error instanceof StoreUnavailable) return { problem: ofOutage(error), cause: error };
  const detail = 'Quote the correlation id of this answer when you report it.';
  return { problem: new Problem('internal', detail), cause: error };
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
  changed: 'changed-meanwhile',
  invalid: 'invalid-request',
} as const satisfies Readonly<Record<AccountError['code'], ProblemKind>>;

/** As many as an administrator reads. */
const MAX_FAULTS = 20;

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
  if (error instanceof UnusableAnswer) return new Problem('unavailable', UNUSABLE, { headers });
  return throttled
    ? new Problem('throttled', 'Too many requests at once: repeat the request later.', { headers })
    : new Problem('unavailable', 'The service cannot reach its data right now: repeat the request later.', {
        headers,
      });
}
