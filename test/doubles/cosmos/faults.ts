/** What can go wrong with a request, by order of a test. */

import type { LostAnswer } from '../network.ts';
import type { CosmosRequest } from './wire.ts';

export type RequestKind = 'account' | 'create' | 'definition' | 'read' | 'plan' | 'query' | 'batch';

export type Fault =
  /** Answered with this status, nothing done. `body`: not the service's JSON, as of a gateway on the way. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly substatus?: number;
      readonly retryAfter?: number;
      readonly body?: string;
    }
  | LostAnswer
  /** Served by a replica that is so many writes behind, unless the session token demands more. */
  | { readonly kind: 'stale'; readonly writes: number }
  /** A query's page of at most so many rows that carries a continuation. */
  | { readonly kind: 'page'; readonly rows: number };

export interface LoggedRequest {
  readonly kind: RequestKind;
  readonly path: string;
  /** That the request asks for. */
  readonly consistency?: string | undefined;
  /** Text of a query. */
  readonly sql?: string;
  /** Of a query (shape.ts). */
  readonly shape?: string;
  /** Undefined until answered, and for ever after a reset. */
  status?: number;
  charge?: number;
  /** Documents that a query loaded. */
  loaded?: number;
}

export function kindOf({ method, path, headers }: CosmosRequest): RequestKind | undefined {
  if (method === 'GET') return path === '/' ? 'account' : /\/docs\/[^/]+$/.test(path) ? 'read' : 'definition';
  if (method !== 'POST') return undefined;
  if (!path.endsWith('/docs')) return 'create';
  if (headers['x-ms-cosmos-is-query-plan-request']?.toLowerCase() === 'true') return 'plan';
  if (headers['x-ms-documentdb-isquery'] === 'true') return 'query';
  return headers['x-ms-cosmos-is-batch-request'] === 'true' ? 'batch' : undefined;
}
