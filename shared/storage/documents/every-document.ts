/** All documents of a partition that a condition selects, page by page. For what an admin lists, not for requests. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentStore, StoredDocument } from './document-store.ts';

const PAGE = 500;

export async function everyDocument(
  documents: DocumentStore,
  partition: string,
  where: Condition,
): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const document of eachDocument(documents, partition, where, PAGE)) found.push(document);
  return found;
}

/**
 * @param size documents in memory at the same time: few, because one may be large
 * @param from only ids greater than this one
 */
export async function* eachDocument(
  documents: DocumentStore,
  partition: string,
  where: Condition,
  size = 100,
  from?: string,
): AsyncGenerator<StoredDocument> {
  for (let after = from; ; ) {
    const cursor = after === undefined ? {} : { after };
    const page = await documents.query(partition, { where, limit: size, ...cursor });
    yield* page;
    if (page.length < size) return;
    after = page.at(-1)?.id;
  }
}

export const ofType = (type: string): Condition => ({
  kind: 'compare',
  path: ['type'],
  comparator: 'eq',
  value: type,
});
