/** What can go wrong with a request, by order of a test. */

import type { LostAnswer } from '../network.ts';
import type { VaultRequest } from './wire.ts';

/** `probe`: a request without a token, which the service answers with its challenge; `deleted`: whether a secret has been deleted by now. */
export type RequestKind = 'probe' | 'get' | 'set' | 'list' | 'delete' | 'deleted';

export type Fault =
  /** Answered with this status, nothing done. `retryAfter` in seconds; `body`: not the service's JSON, as of a gateway. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly retryAfter?: number;
      readonly body?: string;
    }
  | LostAnswer
  /** A page of a list with at most so many rows, and the link to the next. */
  | { readonly kind: 'page'; readonly rows: number };

export interface LoggedRequest {
  readonly kind: RequestKind;
  readonly path: string;
  /** Undefined until answered, and for ever after a reset. */
  status?: number;
}

export function kindOf({ method, url, headers }: VaultRequest): RequestKind | undefined {
  if (method !== 'GET' && method !== 'PUT' && method !== 'DELETE') return undefined;
  if (headers.authorization === undefined) return 'probe';
  if (method === 'PUT') return 'set';
  if (method === 'DELETE') return 'delete';
  if (url.pathname.startsWith('/deletedsecrets/')) return 'deleted';
  return url.pathname === '/secrets' ? 'list' : 'get';
}
