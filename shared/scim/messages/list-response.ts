/** RFC 7644 §3.4.2: the ListResponse message. */

import type { JsonObject } from '../json.ts';
import { messages } from './urns.ts';

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
