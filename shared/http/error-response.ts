/**
 * RFC 7644 §3.12: the one place where a failure becomes an answer. Only a ScimError speaks to the client; anything
 * else gets constant text, and its cause goes to the log.
 */

import { ScimError } from '../scim/error.ts';
import { messages } from '../scim/messages/urns.ts';
import { DocumentTooLarge, StoreUnavailable } from '../store-errors/store-errors.ts';
import { allowing, scimJson } from './response.ts';

export interface Failure {
  readonly response: Response;
  readonly scimType: string | undefined;
  /** For the log: what we have to look into; undefined when the client made the mistake. */
  readonly cause: unknown;
}

/** RFC 9110 §15.5.16: what may be sent instead. */
const hints: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  415: { accept: 'application/scim+json, application/json', 'accept-encoding': 'identity' },
};

export function failureOf(error: unknown): Failure {
  if (error instanceof ScimError) {
    const { status, detail, scimType } = error;
    return { response: errorResponse(status, detail, scimType, hints[status]), scimType, cause: undefined };
  }
  if (error instanceof DocumentTooLarge) {
    const detail = 'The resource would become larger than the store can keep: send less.';
    return { response: errorResponse(413, detail), scimType: undefined, cause: undefined };
  }
  if (error instanceof StoreUnavailable) {
    // Our own limits are no failing: an eight-line cause for each made-up token would only fill the log.
    const cause = error.throttled && error.cause === undefined ? undefined : error;
    return { response: unavailable(error), scimType: undefined, cause };
  }
  const detail = 'Internal error. Quote the correlation id of this answer when you report it.';
  return { response: errorResponse(500, detail), scimType: undefined, cause: error };
}

/** RFC 6585 §4 when the store asks for fewer requests, RFC 9110 §15.6.4 when it cannot be reached. */
function unavailable({ throttled, retryAfter }: StoreUnavailable): Response {
  const headers = { 'retry-after': String(retryAfter) };
  const detail = throttled
    ? 'Too many requests at once: repeat the request later, and send fewer in parallel.'
    : 'The service cannot reach its data right now: repeat the request later.';
  return errorResponse(throttled ? 429 : 503, detail, undefined, headers);
}

export function errorResponse(
  status: number,
  detail: string,
  scimType?: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = {
    schemas: [messages.error],
    status: String(status),
    ...(scimType ? { scimType } : {}),
    detail,
  };
  return scimJson(status, body, headers);
}

/** RFC 6750 §3: the same answer for a missing, wrong, expired or foreign token. */
export const unauthorized = (): Response =>
  errorResponse(
    401,
    'The SCIM token is missing or not valid for this Base URL: paste both again from the connection file, or generate a new token.',
    undefined,
    { 'www-authenticate': 'Bearer realm="SCIM"' },
  );

/** RFC 9110 §15.5.6. */
export const methodNotAllowed = (method: string, allow: readonly string[]): Response =>
  errorResponse(405, `${method} is not possible here: use ${allow.join(', ')}.`, undefined, {
    allow: allowing(allow),
  });
