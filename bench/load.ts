/** The load client: a fixed number of connections, each with one request under way, for a time or a number of requests. */

import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { percentile } from '../entra/client/client.ts';
import type { Connection } from '../terminal/token.ts';
import type { BareAnswer } from './bare.ts';

export interface Prepared {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Below the Base URL. */
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
}

/** Called once for each connection; the result, for each of its requests, when the answer to the last one is there. */
export type Traffic = () => () => Prepared;

export type Limit = { readonly seconds: number } | { readonly amount: number };

/** What one uninterrupted turn of the client came to. */
export interface Slice extends Pick<Measurement, 'failures'> {
  /** Of each answer, in milliseconds. */
  readonly times: readonly number[];
  /** From the start to the last answer. */
  readonly milliseconds: number;
}

export interface Measurement {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Counts by what went wrong: a status, or `no answer`. */
  readonly failures: Readonly<Record<string, number>>;
}

export const CONNECTIONS = 16;

const TIMEOUT_SECONDS = 60;

export const headersOf = ({ token }: Connection, { body }: Prepared): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
});

/** One request by itself. @throws when the server refuses it: then there is nothing to measure */
export async function answerOf(target: Connection, prepared: Prepared): Promise<BareAnswer> {
  const { method, path, body } = prepared;
  const response = await fetch(target.baseUrl + path, {
    method,
    headers: headersOf(target, prepared),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: the service answered ${response.status} ${text}`);
  return { status: response.status, type: response.headers.get('content-type') ?? '', body: text };
}

export async function drive(
  target: Connection,
  traffic: Traffic,
  limit: Limit,
  connections = CONNECTIONS,
): Promise<Slice> {
  const times: number[] = [];
  const started = performance.now();
  let ended = started;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url: target.baseUrl,
        connections,
        timeout: TIMEOUT_SECONDS,
        sampleInt: 50,
        ...('seconds' in limit ? { duration: limit.seconds } : { amount: limit.amount }),
        setupClient: (client) => client.setRequests([autocannonRequest(target, traffic())]),
      },
      (error: Error | null, done) => (error ? reject(error) : resolve(done)),
    );
    instance.on('response', (_client, _status, _bytes, time) => {
      times.push(time);
      ended = performance.now();
    });
  });
  const slice = { times, milliseconds: ended - started, failures: failureCounts(result) };
  // The server still works on requests that were cut off: they must not slow down the next measurement.
  await sleep(measurementOf([slice]).p99);
  return slice;
}

export function measurementOf(slices: readonly Slice[]): Measurement {
  const times = slices.flatMap((slice) => slice.times).sort((a, b) => a - b);
  const milliseconds = slices.reduce((sum, slice) => sum + slice.milliseconds, 0);
  const failures = new Map<string, number>();
  for (const [what, count] of slices.flatMap((slice) => Object.entries(slice.failures))) {
    failures.set(what, (failures.get(what) ?? 0) + count);
  }
  return {
    perSecond: (times.length / milliseconds) * 1000,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    failures: Object.fromEntries(failures),
  };
}

/** The client asks for a request of its own each time it is about to send one. */
function autocannonRequest(target: Connection, next: () => Prepared): autocannon.Request {
  const { pathname } = new URL(target.baseUrl);
  return {
    setupRequest: (defaults) => {
      const prepared = next();
      const { method, path, body } = prepared;
      return { ...defaults, method, path: pathname + path, body, headers: headersOf(target, prepared) };
    },
  };
}

function failureCounts({ errors, statusCodeStats = {} }: autocannon.Result): Record<string, number> {
  const answered = Object.entries(statusCodeStats)
    .filter(([status]) => !status.startsWith('2'))
    .map(([status, { count = 0 }]) => [status, count] as const);
  return Object.fromEntries(errors > 0 ? [...answered, ['no answer', errors] as const] : answered);
}
