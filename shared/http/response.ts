/**
 * Operation results and failures -> responses (RFC 7644 §3.1, §3.12, §3.14). Only a ScimError speaks to the client:
 * anything else gets constant text, and its cause goes to the log.
 */

import type { Representation } from '../protocol/context.ts';
import { notFound, ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import { messages } from '../scim/messages/messages.ts';
import { fix, say } from '../scim/text.ts';
import { DocumentTooLarge, StoreUnavailable } from '../store-errors/store-errors.ts';
import type { Failure } from './frame.ts';
import {
  allowing,
  type Body,
  type HttpHeaders,
  type HttpResponse,
  jsonResponse,
  noContent,
} from './message.ts';

/** RFC 7644 §8.1: the media type has no parameter. */
const SCIM_JSON = 'application/scim+json';

export const scimJson = (status: number, body: JsonObject, headers: HttpHeaders = {}): HttpResponse =>
  jsonResponse(status, SCIM_JSON, body, headers);

/** A body that is JSON text already. */
export const scimText = (status: number, body: Body, headers: HttpHeaders = {}): HttpResponse => ({
  status,
  headers: { 'content-type': SCIM_JSON, ...headers },
  body,
});

/** RFC 7643 §3.1: `meta.location` is the Content-Location of an answer that holds the resource. */
const describing = ({ version, location }: Representation): HttpHeaders => ({
  etag: version,
  'content-location': location,
});

export const retrieved = (found: Representation): HttpResponse =>
  scimText(200, found.body, describing(found));

/** What a create, replace or modify left; `Location` is where. */
export const written = (status: number, stored: Representation): HttpResponse =>
  status === 204
    ? noContent({ etag: stored.version })
    : scimText(status, stored.body, { ...describing(stored), location: stored.location });

/** RFC 9110 §15.4.5: the headers that a 200 would have. */
export const notModified = (found: Representation): HttpResponse => ({
  status: 304,
  headers: describing(found),
});

/** RFC 9110 §15.5.16: what may be sent instead. */
const hints: Readonly<Record<number, HttpHeaders>> = {
  415: { accept: 'application/scim+json, application/json', 'accept-encoding': 'identity' },
};

export function scimFailure(error: unknown): Failure {
  if (error instanceof ScimError) {
    const { status, detail, scimType, code } = error;
    return {
      response: errorResponse(status, detail, scimType, hints[status]),
      scimType,
      code,
      cause: undefined,
    };
  }
  if (error instanceof DocumentTooLarge) {
    const detail = 'The resource would become larger than the store can keep: send less.';
    return { response: errorResponse(413, detail), cause: undefined };
  }
  if (error instanceof StoreUnavailable) {
    // Our own limits are not a failure: an eight-line cause for each made-up token would only fill the log.
    const cause = error.throttled && error.cause === undefined ? undefined : error;
    return { response: unavailable(error), cause };
  }
  const detail = 'Internal error. Quote the correlation id of this answer when you report it.';
  return { response: errorResponse(500, detail), cause: error };
}

/** RFC 6585 §4 when the store asks for fewer requests, RFC 9110 §15.6.4 when it cannot be reached. */
function unavailable({ throttled, retryAfter }: StoreUnavailable): HttpResponse {
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
  headers: HttpHeaders = {},
): HttpResponse {
  const body = {
    schemas: [messages.error],
    status: String(status),
    ...(scimType ? { scimType } : {}),
    detail,
  };
  return scimJson(status, body, headers);
}

/** RFC 6750 §3: the same answer for a missing, wrong, expired or foreign token. */
export const unauthorizedResponse = (): HttpResponse =>
  errorResponse(
    401,
    'The SCIM token is missing or not valid for this Base URL: paste both again from the connection file, or generate a new token.',
    undefined,
    { 'www-authenticate': 'Bearer realm="SCIM"' },
  );

/** RFC 9110 §15.5.6. */
export const methodNotAllowed = (method: string, allow: readonly string[]): HttpResponse =>
  errorResponse(405, `${method} is not possible here: use ${allow.join(', ')}.`, undefined, {
    allow: allowing(allow),
  });

export const noSuchPath = () =>
  notFound(
    'no-such-path',
    say`There is nothing at this path. ${fix`The Base URL ends with the account id; below it are /Users and /Groups`}.`,
  );
