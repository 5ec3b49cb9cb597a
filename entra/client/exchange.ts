/** Transport: one HTTP exchange with the service provider (RFC 7644 §3.1), over connections that stay open. */

import { type Json, type JsonObject, parseJson } from '../../shared/scim/json.ts';

/** Milliseconds. */
const TIMEOUT = 100_000;

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query below the base URL, escaped. */
  readonly path: string;
  readonly body?: JsonObject;
}

/** A Tenant URL without its end: a trailing slash, a query such as ?aadOptscim062020, credentials. */
export function baseOf(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname.replace(/\/+$/, '');
}

/** `status` is 0 when no answer came. */
export interface Reply {
  readonly status: number;
  readonly headers?: Headers;
  readonly body?: Json;
  /** Why there is no answer, or none that can be read. */
  readonly trouble?: string;
}

/** A redirect is not followed: the token belongs to this address only. */
export async function exchange(
  base: string,
  { method, path, body }: Request,
  headers: Readonly<Record<string, string>>,
  timeout = TIMEOUT,
): Promise<Reply> {
  const signal = AbortSignal.timeout(timeout);
  try {
    const response = await fetch(base + path, {
      method,
      redirect: 'manual',
      signal,
      headers: {
        ...headers,
        ...(body ? { 'Content-Type': 'application/scim+json; charset=utf-8' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { status, headers: received } = response;
    return { status, headers: received, ...readBody(await response.text()) };
  } catch (error) {
    return {
      status: 0,
      trouble: signal.aborted ? `none came within ${timeout / 1000} s` : fetchFailure(error),
    };
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

/** fetch says "fetch failed" and keeps the reason in `cause`. */
function fetchFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  return cause.message || ('code' in cause ? String(cause.code) : error.message);
}

/** Times in milliseconds. */
export interface Waiting {
  /** How long an answer may take at all. */
  readonly timeout?: number;
  /** How long nothing is said about it. */
  readonly patience?: number;
  readonly tell?: (line: string) => void;
}

/** Says that it waits, for what and how long at most, when the answer takes its time. */
export async function waitFor<Reply>(
  reply: Promise<Reply>,
  request: string,
  { timeout = TIMEOUT, patience = 5000, tell = () => {} }: Waiting,
): Promise<Reply> {
  const line = `No answer to ${request} yet: waiting, at most ${timeout / 1000} s.`;
  const timer = setTimeout(() => tell(line), patience);
  try {
    return await reply;
  } finally {
    clearTimeout(timer);
  }
}
