/**
 * The only adapter between Azure Functions and the Fetch API: an endpoint sees a Request and answers a Response.
 * Bodies pass through as streams, so that the endpoint's own limit decides how much of one is ever kept.
 */

import type { ReadableStreamDefaultReader } from 'node:stream/web';
import type {
  HttpHandler,
  HttpRequest,
  HttpResponseInit,
  InvocationContext,
  TimerHandler,
} from '@azure/functions';
import { describeCause } from '../../shared/http/cause.ts';
import { errorResponse, failureOf } from '../../shared/http/error-response.ts';
import type { Endpoint, Log } from '../../shared/http/services.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { type DeferredTelemetry, noDeferredTelemetry } from '../../shared/telemetry/deferred-telemetry.ts';

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

/** @param telemetry told of the quirks in a request's line, and to which trace its calls belong */
export function handle(endpoint: Endpoint, telemetry: DeferredTelemetry = noDeferredTelemetry): HttpHandler {
  return async (request, context) => {
    const reader: BodyReader | undefined = request.body?.getReader();
    try {
      const log = countingQuirks(logTo(context), telemetry);
      const run = () => endpoint(toRequest(request, reader), log);
      return toAnswer(await telemetry.within(context.traceContext?.traceParent, run));
    } catch (failure) {
      logFailure(failure, context);
      return toAnswer(answerTo(failure));
    } finally {
      if (reader) void discardRest(reader);
      telemetry.answered();
    }
  };
}

const countingQuirks =
  (log: Log, telemetry: Pick<DeferredTelemetry, 'tolerated'>): Log =>
  (line) => {
    const { quirks, account } = line;
    const caller = typeof account === 'string' ? account : undefined;
    if (Array.isArray(quirks)) for (const quirk of quirks) telemetry.tolerated(String(quirk), caller);
    log(line);
  };

export type TimedTask = (log: Log) => Promise<void>;

export function handleTimer(
  task: TimedTask,
  telemetry: DeferredTelemetry = noDeferredTelemetry,
): TimerHandler {
  return async (_timer, context) => {
    try {
      await telemetry.within(context.traceContext?.traceParent, () => task(logTo(context)));
    } catch (failure) {
      logFailure(failure, context);
      // The host notes that the run failed.
      throw failure;
    } finally {
      telemetry.answered();
    }
  };
}

/**
 * The host never sees a failed invocation, since every one has an answer: what went wrong on our side shows by the
 * level of its line.
 */
function logTo(context: InvocationContext): Log {
  return (line) => {
    const text = JSON.stringify(line);
    switch (levelOf(line)) {
      case 'error':
        return context.error(text);
      case 'warning':
        return context.warn(text);
      default:
        return context.log(text);
    }
  };
}

/** 501 is what we do not offer (RFC 9110 §15.6.2): no failing of ours. */
function levelOf({ event, status }: Readonly<Record<string, unknown>>): 'error' | 'warning' | 'information' {
  if (typeof status === 'number' && status >= 500 && status !== 501) return 'error';
  return status === 429 || event === 'token.expires' || event === 'store.differs' ? 'warning' : 'information';
}

/** A store that cannot be opened now may be there later; anything else is constant text. */
const answerTo = (failure: unknown): Response =>
  failure instanceof StoreUnavailable ? failureOf(failure).response : errorResponse(500, 'Internal error');

const toAnswer = ({ status, headers, body }: Response): HttpResponseInit => ({ status, headers, body });

function toRequest({ url, method, headers }: HttpRequest, reader: BodyReader | undefined): Request {
  if (!reader) return new Request(url, { method, headers });
  // No `cancel`: an endpoint that stops half way (413, say) must not keep us from reading the rest.
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = await reader.read();
    if (done) controller.close();
    else controller.enqueue(value);
  };
  const body = new ReadableStream<Uint8Array>({ pull }, { highWaterMark: 0 });
  return new Request(url, { method, headers, body, duplex: 'half' });
}

/** What the endpoint left unread: a client that sends all of its body before it listens would wait for ever. */
async function discardRest(reader: BodyReader): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client is gone, and the rest with it.
  }
}

/** Endpoints answer for what a request brings; what arrives here is the app's own failing, such as a wrong setting. */
function logFailure(failure: unknown, context: InvocationContext): void {
  const cause = describeCause(failure);
  // Of our own errors, such as one about a setting: others may quote what they worked on.
  const message = failure instanceof Error && failure.constructor === Error ? failure.message : undefined;
  context.error(JSON.stringify({ event: 'scim.failure', message, cause }));
}
