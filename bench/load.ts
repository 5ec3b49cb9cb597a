/** The load client: a fixed number of connections, each with one request under way, for a time or a number of requests. */

import autocannon from 'autocannon';

export interface Target {
  readonly baseUrl: string;
  readonly token: string;
}

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

export const headersOf = ({ token }: Target, { body }: Prepared): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
});

export async function drive(target: Target, traffic: Traffic, limit: Limit): Promise<Measurement> {
  const milliseconds: number[] = [];
  const started = performance.now();
  let ended = started;
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url: target.baseUrl,
        connections: CONNECTIONS,
        timeout: TIMEOUT_SECONDS,
        sampleInt: 50,
        ...('seconds' in limit ? { duration: limit.seconds } : { amount: limit.amount }),
        setupClient: (client) => client.setRequests([requestOf(target, traffic())]),
      },
      (error: Error | null, done) => (error ? reject(error) : resolve(done)),
    );
    instance.on('response', (_client, _status, _bytes, time) => {
      milliseconds.push(time);
      ended = performance.now();
    });
  });
  milliseconds.sort((a, b) => a - b);
  return {
    perSecond: (milliseconds.length / (ended - started)) * 1000,
    p50: percentile(milliseconds, 0.5),
    p99: percentile(milliseconds, 0.99),
    failures: failuresOf(result),
  };
}

/** The client asks for a request of its own each time it is about to send one. */
function requestOf(target: Target, next: () => Prepared): autocannon.Request {
  const { pathname } = new URL(target.baseUrl);
  return {
    setupRequest: (defaults) => {
      const prepared = next();
      const { method, path, body } = prepared;
      return { ...defaults, method, path: pathname + path, body, headers: headersOf(target, prepared) };
    },
  };
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

function failuresOf({ errors, statusCodeStats = {} }: autocannon.Result): Record<string, number> {
  const answered = Object.entries(statusCodeStats)
    .filter(([status]) => !status.startsWith('2'))
    .map(([status, { count = 0 }]) => [status, count] as const);
  return Object.fromEntries(errors > 0 ? [...answered, ['no answer', errors] as const] : answered);
}
