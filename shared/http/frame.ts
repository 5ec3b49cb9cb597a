/** The frame around every request, of SCIM and of the manage API: a correlation id, one catch, its lines in the log. */

import { invalidValue } from '../scim/error.ts';
import { assigned } from '../scim/json.ts';
import { fix, say } from '../scim/text.ts';
import { StoreFailure } from '../store-errors/store-errors.ts';
import type { Endpoint, HttpHeaders, HttpRequest, HttpResponse, LogLine } from './message.ts';

/** What is known of a request that failed. */
export interface Failure {
  readonly response: HttpResponse;
  readonly scimType?: string | undefined;
  /** What went wrong, for programs; a word of a fixed list, never data. */
  readonly code?: string | undefined;
  /** For the log: what an operator must look into; undefined when the client made the mistake. */
  readonly cause: unknown;
}

/** How a request ended, for its line in the log. */
export interface RequestOutcome {
  readonly correlationId: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly scimType?: string;
  readonly code?: string;
  readonly cause?: string;
}

interface Framed<Notes> {
  /** What the request meets on its way is noted here. */
  readonly notes: (request: HttpRequest) => Notes;
  readonly answer: (request: HttpRequest, notes: Notes) => Promise<HttpResponse>;
  readonly failure: (error: unknown) => Failure;
  readonly lines: (notes: Notes, outcome: RequestOutcome) => readonly LogLine[];
  /** Of every response. */
  readonly headers?: HttpHeaders;
}

export function framed<Notes extends { readonly correlationId: string }>(frame: Framed<Notes>): Endpoint {
  return async (request, log) => {
    const started = performance.now();
    const notes = frame.notes(request);
    const { correlationId } = notes;
    const { response, scimType, code, cause } = await outcomeOf(frame, request, notes);
    const { status } = response;
    const milliseconds = Math.round(performance.now() - started);
    const described = cause === undefined ? undefined : describeCause(cause);
    const outcome = assigned({ correlationId, status, scimType, code, cause: described, milliseconds });
    for (const line of frame.lines(notes, outcome)) log(line);
    const headers = { ...response.headers, ...frame.headers, 'x-correlation-id': correlationId };
    // RFC 9110 §9.3.2: HEAD is GET without the body.
    return request.method === 'HEAD' ? { status, headers } : { ...response, headers };
  };
}

async function outcomeOf<Notes>(frame: Framed<Notes>, request: HttpRequest, notes: Notes): Promise<Failure> {
  try {
    refuseHeadersParameter(request.url);
    return { response: await frame.answer(request, notes), cause: undefined };
  } catch (error) {
    return frame.failure(error);
  }
}

/** The Functions host would take the headers of the request from such a parameter, and a credential with them. */
function refuseHeadersParameter({ search, searchParams }: URL): void {
  if (search === '' || ![...searchParams.keys()].some((name) => name.toLowerCase() === 'headers')) return;
  throw invalidValue(
    'query-parameter',
    say`The query parameter headers is not possible: ${fix`leave it out, and send headers as headers`}.`,
  );
}

/**
 * A failure's cause as the log may hold it. Stacks of our own code hold no request data. Messages of libraries might: of
 * them the name is logged alone.
 */
export const describeCause = (cause: unknown): string =>
  cause instanceof Error ? `${titleOf(cause)}\n${frames(cause)}${nestedCause(cause)}` : typeof cause;

/** A store says what it is: a role that is missing, a throttled store, a name that does not resolve. */
const titleOf = (error: Error): string =>
  error instanceof StoreFailure ? `${error.name}: ${error.message}` : error.name;

const frames = (error: Error): string =>
  withoutMessage(error).split('\n').filter(isFrame).slice(0, 8).join('\n');

/** A message of several lines may hold one that looks like a frame. */
function withoutMessage({ stack = '', message }: Error): string {
  const start = stack.indexOf(message);
  return start < 0 ? stack : stack.slice(start + message.length);
}

const isFrame = (line: string): boolean => /^\s+at /.test(line);

const nestedCause = (error: Error): string =>
  error.cause instanceof Error ? `\ncaused by ${describeCause(error.cause)}` : '';
