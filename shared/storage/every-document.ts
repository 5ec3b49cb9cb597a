/** All documents of a partition that a condition selects, page by page. For what an admin lists, not for requests. */

import type { Condition } from '../scim/filter/condition.ts';
import type { DocumentStore, StoredDocument } from './document-store.ts';

const PAGE = 500;

export async function everyDocument(
  documents: DocumentStore,
  partition: string,
  where: Condition,
): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for (;;) {
    const after = found.at(-1)?.id;
    const cursor = after === undefined ? {} : { after };
    const page = await documents.query(partition, { where, limit: PAGE, ...cursor });
    found.push(...page);
    if (page.length < PAGE) return found;
  }
}

export const ofType = (type: string): Condition => ({
  kind: 'compare',
  path: ['type'],
  comparator: 'eq',
  value: type,
});
