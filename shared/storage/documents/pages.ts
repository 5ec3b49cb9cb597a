/** All documents of a partition that a condition selects, page by page: the one page loop of every room of storage. */

import type { DocumentPage, DocumentQuery, DocumentStore, StoredDocument } from './document-store.ts';

/** Documents of one page where an admin lists what an account has. */
const LISTED_AT_ONCE = 500;

/** What is gone through, in order of id. */
export interface Selection
  extends Pick<DocumentQuery, 'where' | 'prefix' | 'atOnce' | 'hits' | 'descending'> {
  /** Only ids greater than this one. */
  readonly after?: string | undefined;
  /** The first page, where it was read already. */
  readonly first?: DocumentPage;
}

/** Hits of what has turned out to be too many to be read at once. */
export const MANY = Number.MAX_SAFE_INTEGER;

/** For what an admin lists, not for requests. */
export async function everyDocument(
  documents: DocumentStore,
  partition: string,
  select: Selection,
): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const page of pagesOf(documents, partition, { ...select, limit: LISTED_AT_ONCE }))
    found.push(...page);
  return found;
}

/** One document after the other. @param size documents in memory at the same time: few, because one may be large */
export async function* eachDocument(
  documents: DocumentStore,
  partition: string,
  select: Selection,
  size = 100,
): AsyncGenerator<StoredDocument> {
  for await (const page of pagesOf(documents, partition, { ...select, limit: size })) yield* page;
}

export interface Pages extends Selection {
  /** Documents of one page. */
  readonly limit: number;
}

/** A page is read only when it is asked for, so a caller that has enough just stops. */
export async function* pagesOf(
  documents: Pick<DocumentStore, 'query'>,
  partition: string,
  { after, first, ...asked }: Pages,
): AsyncGenerator<DocumentPage> {
  const read = (query: DocumentQuery, last = after) => documents.query(partition, { ...query, after: last });
  let query: DocumentQuery = asked;
  let page = first ?? (await read(query));
  for (;;) {
    if (isTooMany(page)) {
      query = { ...asked, atOnce: false, hits: MANY };
      page = await read(query);
    }
    yield page;
    if (page.length !== asked.limit && !page.isCut) return;
    page = await read(query, page.at(-1)?.id);
  }
}

/** Whether what was asked for at once must be asked for in order. */
export const isTooMany = (page: DocumentPage): boolean => page.isCut === true && page.length === 0;

/** `items` in pieces of at most `size`. */
export const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
