/** All documents of a partition that a condition selects, page by page. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentStore, StoredDocument } from './document-store.ts';

const PAGE = 500;

/** For what an admin lists, not for requests. */
export async function everyDocument(
  documents: DocumentStore,
  partition: string,
  where: Condition,
): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const document of eachDocument(documents, partition, where, PAGE)) found.push(document);
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

interface Pages {
  readonly where: Condition;
  /** Documents of one page. */
  readonly limit: number;
  /** Only ids greater than this one. */
  readonly after?: string | undefined;
}

/** The one page loop, in order of id. A page is read when it is asked for, so whoever has enough just stops. */
export async function* pagesOf(
  documents: DocumentStore,
  partition: string,
  { where, limit, after }: Pages,
): AsyncGenerator<readonly StoredDocument[]> {
  for (let last = after; ; ) {
    const page = await documents.query(partition, {
      where,
      limit,
      ...(last !== undefined && { after: last }),
    });
    yield page;
    if (page.length < limit) return;
    last = page.at(-1)?.id;
  }
}

export const ofType = (type: string): Condition => ({
  kind: 'compare',
  path: ['type'],
  comparator: 'eq',
  value: type,
});
