/** All documents of a partition that a condition selects, page by page: the one page loop of every room of storage. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentPage, DocumentStore, StoredDocument } from './document-store.ts';

/** Documents of one page where an admin lists what an account has. */
const LISTED_AT_ONCE = 500;

/** For what an admin lists, not for requests. */
export async function everyDocument(
  documents: DocumentStore,
  partition: string,
  where: Condition,
): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const page of pagesOf(documents, partition, { where, limit: LISTED_AT_ONCE }))
    found.push(...page);
  return found;
}

/** One document after the other. @param size documents in memory at the same time: few, because one may be large */
export async function* eachDocument(
  documents: DocumentStore,
  partition: string,
  where: Condition,
  size = 100,
  from?: string,
): AsyncGenerator<StoredDocument> {
  for await (const page of pagesOf(documents, partition, { where, limit: size, after: from })) yield* page;
}

export interface Pages {
  readonly where: Condition;
  /** Documents of one page. */
  readonly limit: number;
  /** Only ids greater than this one. */
  readonly after?: string | undefined;
}

/** In order of id. A page is read only when it is asked for, so a caller that has enough just stops. */
export async function* pagesOf(
  documents: DocumentStore,
  partition: string,
  { where, limit, after }: Pages,
): AsyncGenerator<DocumentPage> {
  for (let last = after; ; ) {
    const page = await documents.query(partition, {
      where,
      limit,
      ...(last !== undefined && { after: last }),
    });
    yield page;
    if (page.length < limit && !page.isCut) return;
    last = page.at(-1)?.id;
  }
}

/** `items` in pieces of at most `size`. */
export const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
