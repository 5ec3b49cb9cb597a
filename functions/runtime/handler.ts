/**
 * The only adapter between Azure Functions and the endpoints, which see and give plain values. A body passes through in
 * pieces, so that the endpoint's own limit decides how much of it is ever kept.
 */

import type { ReadableStreamDefaultReader } from 'node:stream/web';
import type {
  HttpRequest as AzureRequest,
  HttpHandler,
  HttpResponseInit,
  InvocationContext,
  TimerHandler,
} from '@azure/functions';
import { type Endpoint, type HttpRequest, isWhole, type Log } from '../../shared/http/message.ts';
import { type DeferredTelemetry, noDeferredTelemetry } from '../../shared/telemetry/deferred-telemetry.ts';
import { failureLine, invocationOf, levelOf, streamOf } from './invocation.ts';

type BodyReader = ReadableStreamDefaultReader<Uint8Array>;

export function handle(endpoint: Endpoint, telemetry?: DeferredTelemetry): HttpHandler {
  const invoke = invocationOf(endpoint, telemetry);
  return async (request, context): Promise<HttpResponseInit> => {
    const reader: BodyReader | undefined = request.body?.getReader();
    const answer = await invoke(plain(request, reader), logTo(context), context.traceContext?.traceParent);
    if (reader) void discardRest(reader);
    const { body } = answer;
    return body === undefined || isWhole(body) ? { ...answer, body } : { ...answer, body: streamOf(body) };
  };
}

export type TimedTask = (log: Log) => Promise<void>;

export function handleTimer(
  task: TimedTask,
  telemetry: DeferredTelemetry = noDeferredTelemetry,
): TimerHandler {
  return async (_timer, context) => {
    const log = logTo(context);
    try {
      await telemetry.within(context.traceContext?.traceParent, () => task(log));
    } catch (failure) {
      log(failureLine(failure));
      // The host notes that the run failed.
      throw failure;
    } finally {
      telemetry.answered();
    }
  };
}

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

const plain = ({ url, method, headers }: AzureRequest, reader: BodyReader | undefined): HttpRequest => ({
  method,
  url: new URL(url),
  header: (name) => headers.get(name) ?? undefined,
  body: reader && piecesOf(reader),
});

/** An endpoint that stops half way (413, say) must not keep the rest from being read: nothing here cancels. */
async function* piecesOf(reader: BodyReader): AsyncGenerator<Uint8Array> {
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) yield piece.value;
}

/** What the endpoint left unread: a client that sends all of its body before it listens would wait forever. */
async function discardRest(reader: BodyReader): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The client is gone, and the rest with it.
  }
}
