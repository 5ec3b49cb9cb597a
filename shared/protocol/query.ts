/** RFC 7644 §3.4.2 Query Resources. */

import { bindFilter } from '../scim/filter/bind.ts';
import { parseFilter } from '../scim/filter/parse.ts';
import { type ListResponse, listResponse } from '../scim/messages/messages.ts';
import type { OperationContext } from './context.ts';
import { represent, wanted } from './represent.ts';

export const DEFAULT_COUNT = 100;
export const MAX_COUNT = 500;

export interface QueryParameters {
  readonly filter: string | undefined;
  readonly startIndex: number | undefined;
  readonly count: number | undefined;
}

export interface Page {
  readonly list: ListResponse;
  /** True when the page holds fewer resources than it was to, because they are too heavy. */
  readonly isShortened: boolean;
}

/** Values out of range mean the nearest one in it (§3.4.2.4). */
export async function query(context: OperationContext, asked: QueryParameters): Promise<Page> {
  const { type, account, store, policy } = context;
  const condition =
    asked.filter === undefined ? undefined : bindFilter(type, parseFilter(asked.filter, policy), policy);
  const startIndex = Math.max(1, asked.startIndex ?? 1);
  const count = Math.min(MAX_COUNT, Math.max(0, asked.count ?? DEFAULT_COUNT));
  const page = await store.query({ account, type }, { condition, startIndex, count, want: wanted(context) });
  const resources = page.resources.map((stored) => represent(context, stored).body);
  return { list: listResponse(resources, page.totalResults, startIndex), isShortened: page.isShortened };
}
