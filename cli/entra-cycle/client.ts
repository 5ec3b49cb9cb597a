/** Transport: one HTTP exchange with the service provider (RFC 7644 §3.1), over connections that stay open. */

import { isObject, type Json, type JsonObject, parseJson } from '../../shared/scim/json.ts';

export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query below the base URL, escaped. */
  readonly path: string;
  readonly body?: JsonObject;
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
export type Send = (request: Request) => Promise<Json | undefined>;

export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
}

const TIMEOUT = 100_000;

export function connect(connection: Connection, observe: (exchange: Exchange) => void): Send {
  const { origin, pathname } = new URL(connection.baseUrl);
  const base = origin + pathname.replace(/\/+$/, '');
  return async (request) => {
    const started = performance.now();
    const reply = await exchange(base, connection.token, request);
    const milliseconds = performance.now() - started;
    const { method, path } = request;
    const failure = failureOf(reply, request.expect);
    observe({ method, path, status: reply.status, milliseconds, ...(failure ? { failure } : {}) });
    if (failure) throw new RequestFailed(failure.detail);
    return reply.body;
  };
}

interface Reply {
  readonly status: number;
  readonly body?: Json;
  /** Why there is no answer, or none that can be read. */
  readonly trouble?: string;
}

/** A redirect is not followed: the token belongs to this address only. */
async function exchange(base: string, token: string, { method, path, body }: Request): Promise<Reply> {
  try {
    const response = await fetch(base + path, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
      headers: {
        Authorization: `Bearer ${token}`,
        'User-Agent': 'kissflow-scim-entra-cycle',
        ...(body ? { 'Content-Type': 'application/scim+json; charset=utf-8' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, ...readBody(await response.text()) };
  } catch (error) {
    return { status: 0, trouble: reasonOf(error) };
  }
}

function readBody(text: string): Pick<Reply, 'body' | 'trouble'> {
  if (text === '') return {};
  try {
    return { body: parseJson(text) };
  } catch {
    return { trouble: 'The body of the answer is not JSON.' };
  }
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

/** fetch says "fetch failed" and keeps the reason in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ('code' in cause ? String(cause.code) : error.message);
}
