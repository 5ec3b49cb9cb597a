/**
 * One call of an endpoint, whatever host carries it: measured, within its trace, and answered even where the app itself
 * fails. The adapters of the hosts stand on it.
 */

import { ReadableStream } from 'node:stream/web';
import { inTurns } from '../../shared/async/pieces.ts';
import { describeCause } from '../../shared/http/frame.ts';
import type { Endpoint, HttpRequest, HttpResponse, Log, LogLine } from '../../shared/http/message.ts';
import { errorResponse, scimFailure } from '../../shared/http/response.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { type DeferredTelemetry, noDeferredTelemetry } from '../../shared/telemetry/deferred-telemetry.ts';

/** @param traceParent W3C Trace Context of the call. It always resolves. */
export type Invocation = (request: HttpRequest, log: Log, traceParent?: string) => Promise<HttpResponse>;

/** @param telemetry told of the quirks in a request's line, and to which trace its calls belong */
export const invocationOf =
  (endpoint: Endpoint, telemetry: DeferredTelemetry = noDeferredTelemetry): Invocation =>
  async (request, log, traceParent) => {
    try {
      return await telemetry.within(traceParent, () => endpoint(request, countingQuirks(log, telemetry)));
    } catch (failure) {
      log(failureLine(failure));
      return appFailure(failure);
    } finally {
      telemetry.answered();
    }
  };

/** A body in pieces as a host reads one that takes a stream. */
export const streamOf = (pieces: Iterable<string>): ReadableStream<Uint8Array> =>
  ReadableStream.from(inTurns(encoded(pieces)));

function* encoded(pieces: Iterable<string>): Generator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

const countingQuirks =
  (log: Log, telemetry: Pick<DeferredTelemetry, 'tolerated'>): Log =>
  (line) => {
    const { quirks, account } = line;
    const caller = typeof account === 'string' ? account : undefined;
    if (Array.isArray(quirks)) for (const quirk of quirks) telemetry.tolerated(String(quirk), caller);
    log(line);
  };

/** A store that cannot be opened now may be there later; anything else is constant text. */
const appFailure = (failure: unknown): HttpResponse =>
  failure instanceof StoreUnavailable ? scimFailure(failure).response : errorResponse(500, 'Internal error');

/** Endpoints answer for what a request brings; what arrives here is a failure of the app, such as a wrong setting. */
export function failureLine(failure: unknown): LogLine {
  // The message of a plain Error is the app's own, such as one about a setting: others may quote what they worked on.
  const message = failure instanceof Error && failure.constructor === Error ? failure.message : undefined;
  return { event: 'scim.failure', message, cause: describeCause(failure) };
}

/**
 * An invocation always has an answer, so that a host learns by the level of the line what went wrong. 501 is what is not
 * offered (RFC 9110 §15.6.2), which is not a failure.
 */
export function levelOf({ event, status }: LogLine): 'error' | 'warning' | 'information' {
  if (event === 'scim.failure' || event === 'store.damaged') return 'error';
  if (typeof status === 'number' && status >= 500 && status !== 501) return 'error';
  return status === 429 || event === 'token.expires' || event === 'store.differs' ? 'warning' : 'information';
}
