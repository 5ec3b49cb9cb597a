/**
 * Conditions that are too long for a statement: a filter on `members` or `groups` may stand for 20,000 ids. The documents
 * of the type are read along their ids, and the condition is asked here.
 */

import { type Condition, evaluate, totalOf } from '../../scim/filter/condition.ts';
import type { Json, JsonObject } from '../../scim/json.ts';
import { all, everything } from '../documents/conditions.ts';
import {
  type DocumentPage,
  type DocumentQuery,
  type DocumentStore,
  MAX_PAGE_BYTES,
  pageWith,
  type StoredDocument,
} from '../documents/document-store.ts';
import { pagesOf } from '../documents/pages.ts';

/** Listed values of one statement. With its values it has 262,144 characters at most, of which an id takes about 50. */
const MAX_LISTED = 4000;

export const isTooLong = (where: Condition): boolean => listedIn(where) > MAX_LISTED;

const listedIn = (where: Condition): number =>
  totalOf(where, (one) => (one.kind === 'in' ? one.values.length : 0));

/** What is left of it for the service, which selects no less. */
function withoutLists(where: Condition): Condition {
  if (where.kind === 'and') return all(...where.terms.map(withoutLists));
  return listedIn(where) > 0 ? everything : where;
}

type Queries = Pick<DocumentStore, 'query'>;

async function* hits(
  documents: Queries,
  partition: string,
  { where, ...ids }: Pick<DocumentQuery, 'where' | 'prefix' | 'after' | 'descending'>,
): AsyncGenerator<StoredDocument> {
  const pages = pagesOf(documents, partition, { where: withoutLists(where), ...ids, limit: 1000 });
  for await (const page of pages)
    for (const document of page) if (evaluate(where, jsonOf(document))) yield document;
}

/** What a container gives back is JSON; a property that is not there is not even undefined. */
const jsonOf = (document: StoredDocument): Json => document as unknown as JsonObject;

export async function searchPage(
  documents: Queries,
  partition: string,
  { offset = 0, limit, ...select }: DocumentQuery,
): Promise<DocumentPage> {
  const page: StoredDocument[] = [];
  let [passed, bytes] = [0, 0];
  for await (const document of hits(documents, partition, select)) {
    passed += 1;
    if (passed <= offset) continue;
    bytes += JSON.stringify(document).length;
    if (bytes > MAX_PAGE_BYTES && page.length > 0) return pageWith(page, true);
    page.push(document);
    if (page.length === limit) break;
  }
  return page;
}

export async function searchCount(documents: Queries, partition: string, where: Condition): Promise<number> {
  let count = 0;
  for await (const _ of hits(documents, partition, { where })) count += 1;
  return count;
}
