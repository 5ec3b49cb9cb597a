/**
 * Telemetry that costs a first request nothing: measurements wait until the client has been loaded, which begins some
 * time after the first answer. Remembers to which request of the host a measurement belongs.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { noTelemetry, type Telemetry } from './telemetry.ts';

/** The client of the product: as the port, with the W3C trace context of the request that a call belongs to. */
export interface TelemetryClient extends Omit<Telemetry, 'called'> {
  called(call: Parameters<Telemetry['called']>[0], traceparent: string | undefined, at: number): void;
  /** Sends what was measured. */
  flush(): Promise<void>;
}

export interface DeferredTelemetry extends Telemetry {
  /** Runs a request whose calls belong to the trace; `traceparent` is that of W3C Trace Context. */
  within<Result>(traceparent: string | undefined, run: () => Result): Result;
  /** After each answer: the first one has the client loaded. */
  answered(): void;
  flush(): Promise<void>;
}

/** Measurements put aside; of more, the newest are lost. */
const MAX_WAITING = 1000;

/** Milliseconds after the first answer: the requests that come with it are not to wait for the client either. */
const PAUSE_BEFORE_LOADING = 1000;

export function deferredTelemetry(
  load: () => Promise<TelemetryClient>,
  pause: number = PAUSE_BEFORE_LOADING,
): DeferredTelemetry {
  const trace = new AsyncLocalStorage<string | undefined>();
  const waiting: ((client: TelemetryClient) => void)[] = [];
  let client: TelemetryClient | undefined;
  let loading: Promise<void> | undefined;
  let isDue = false;

  const tell = (measurement: (client: TelemetryClient) => void): void => {
    if (client) measurement(client);
    else if (waiting.length < MAX_WAITING) waiting.push(measurement);
  };
  const begin = (): void => {
    loading ??= connect();
  };
  const connect = async (): Promise<void> => {
    // Telemetry that cannot be loaded must not disturb requests: they go on without it.
    client = await load().catch(() => DEAF);
    for (const measurement of waiting.splice(0)) measurement(client);
  };

  return {
    called(call) {
      const [traceparent, at] = [trace.getStore(), Date.now()];
      tell((to) => to.called(call, traceparent, at));
    },
    lookedUp: (...args) => tell((to) => to.lookedUp(...args)),
    tolerated: (...args) => tell((to) => to.tolerated(...args)),
    idle: (...args) => tell((to) => to.idle(...args)),
    within: (traceparent, run) => trace.run(traceparent, run),
    answered() {
      if (!isDue) setTimeout(begin, pause).unref();
      isDue = true;
    },
    async flush() {
      if (waiting.length > 0) begin();
      await loading;
      await client?.flush();
    },
  };
}

const DEAF: TelemetryClient = { ...noTelemetry, flush: async () => {} };

/** For an app without a connection string: nothing is kept, nothing is loaded. */
export const noDeferredTelemetry: DeferredTelemetry = {
  ...noTelemetry,
  within: (_traceparent, run) => run(),
  answered: () => {},
  flush: async () => {},
};
