/** What can go wrong with a request, by order of a test. */

import type { VaultRequest } from './wire.ts';

/** `probe`: a request without a token, which the service answers with its challenge. */
export type RequestKind = 'probe' | 'get' | 'set' | 'list';

export type Fault =
  /** Answered with this status, nothing done. `retryAfter` in seconds; `body`: not the service's JSON, as of a gateway. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly retryAfter?: number;
      readonly body?: string;
    }
  /** The connection ends without an answer, before or after the work was done. */
  | { readonly kind: 'reset'; readonly work: 'undone' | 'done' }
  /** No answer at all. */
  | { readonly kind: 'silence'; readonly work: 'undone' | 'done' }
  /** A page of a list with at most so many rows, and the link to the next. */
  | { readonly kind: 'page'; readonly rows: number };

export interface LoggedRequest {
  readonly kind: RequestKind;
  readonly path: string;
  /** Undefined until answered, and for ever after a reset. */
  status?: number;
}

/** Thrown instead of an answer. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}

export function kindOf({ method, url, headers }: VaultRequest): RequestKind | undefined {
  if (method !== 'GET' && method !== 'PUT') return undefined;
  if (headers.authorization === undefined) return 'probe';
  if (method === 'PUT') return 'set';
  return url.pathname === '/secrets' ? 'list' : 'get';
}

/** Faults in the order they were ordered, for each kind of request. */
export class FaultPlan {
  readonly #queues = new Map<RequestKind, Fault[]>();

  add(kind: RequestKind, faults: readonly Fault[]): void {
    this.#queues.set(kind, [...(this.#queues.get(kind) ?? []), ...faults]);
  }

  next(kind: RequestKind): Fault | undefined {
    return this.#queues.get(kind)?.shift();
  }
}
