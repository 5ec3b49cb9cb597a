/** One call of the manage API as its operation sees it: path, query and body already hold to the OpenAPI document. */

import type { JsonObject } from '../scim/json.ts';
import type { Caller } from './callers/caller.ts';
import type { ManageServices } from './services.ts';

export interface Call {
  readonly request: Request;
  readonly services: ManageServices;
  readonly caller: Caller;
  /** Of this call, in its answer and in every log. */
  readonly correlationId: string;
  /** For the log line of the call: which token it made, replaced or ended. Never its text. */
  readonly noteToken: (tokenId: string) => void;
  /** Path parameters. */
  readonly path: Readonly<Record<string, string>>;
  /** Query parameters, with their defaults. */
  readonly query: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Empty for an operation without a body. */
  readonly body: JsonObject;
}

export type Operation = (call: Call) => Promise<Response>;

export const json = (
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
