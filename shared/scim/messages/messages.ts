/**
 * RFC 7644 §3.1 and §8.2: the messages of the protocol. This room knows their form; what they say of a resource it leaves
 * to the rooms that ask a schema.
 */

import type { JsonObject } from '../json.ts';

/** URNs of the protocol's messages. */
export const messages = {
  listResponse: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
  patchOp: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
  error: 'urn:ietf:params:scim:api:messages:2.0:Error',
} as const;

/** RFC 7644 §3.4.2. */
export interface ListResponse extends JsonObject {
  readonly schemas: readonly [string];
  readonly totalResults: number;
  readonly startIndex: number;
  readonly itemsPerPage: number;
  readonly Resources: readonly JsonObject[];
}

/** @param startIndex 1-based */
export const listResponse = (
  resources: readonly JsonObject[],
  totalResults: number,
  startIndex: number,
): ListResponse => ({
  schemas: [messages.listResponse],
  totalResults,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});
