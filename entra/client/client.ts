/**
 * Requests with an expected status: each answer is observed, any other status is a failure (RFC 7644 §3.12). This room
 * owns what Entra ID sends and to whom; it knows SCIM and a Base URL, and nothing of what a run or a check does with it.
 */

import { isObject, type Json } from '../../shared/scim/json.ts';
import type { Connection } from '../../terminal/token.ts';
import { baseOf, exchange, type Reply, type Request } from './exchange.ts';

interface ExpectedRequest extends Request {
  readonly expect: readonly number[];
}

/** What happened to one request; `status` is 0 when no answer came. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly failure?: { readonly scimType: string | undefined; readonly detail: string };
}

/** Sends a request and resolves with the answer's JSON. @throws RequestFailed, which has been observed already. */
export type Send = (request: ExpectedRequest) => Promise<Json | undefined>;

export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
}

export function connect(connection: Connection, observe: (exchange: Exchange) => void): Send {
  const base = baseOf(connection.baseUrl);
  const headers = {
    Authorization: `Bearer ${connection.token}`,
    'User-Agent': 'kissflow-scim-entra-cycle',
  };
  return async (request) => {
    const started = performance.now();
    const reply = await exchange(base, request, headers);
    const milliseconds = performance.now() - started;
    const { method, path } = request;
    const failure = failureOf(reply, request.expect);
    observe({ method, path, status: reply.status, milliseconds, ...(failure ? { failure } : {}) });
    if (failure) throw new RequestFailed(failure.detail);
    return reply.body;
  };
}

function failureOf({ status, body, trouble }: Reply, expect: readonly number[]): Exchange['failure'] {
  const error = isObject(body) ? body : {};
  const scimType = typeof error.scimType === 'string' ? error.scimType : undefined;
  if (!expect.includes(status)) {
    const detail =
      typeof error.detail === 'string' ? error.detail : (trouble ?? `Expected ${expect.join(' or ')}.`);
    return { scimType, detail };
  }
  return trouble === undefined ? undefined : { scimType: undefined, detail: trouble };
}

/** Nearest rank; 0 of no values. */
export const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((sorted.length * percent) / 100) - 1)] ?? 0;
