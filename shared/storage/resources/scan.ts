/** All documents that a condition selects, page by page. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { StoredDocument } from '../documents/document-store.ts';
import { pagesOf } from '../documents/every-document.ts';
import type { StoreContext } from './context.ts';

/** Documents of one query; a longer list is not read at one moment. */
export const ONE_PAGE = 1000;

export interface Extent {
  /** Only ids greater than this one. */
  readonly after?: string | undefined;
  /** Asked after each page that others may follow: true ends the scan. */
  readonly isEnough?: (page: readonly StoredDocument[]) => boolean;
}

/** In order of id. */
export async function scan(
  { documents }: StoreContext,
  account: string,
  where: Condition,
  { after, isEnough = () => false }: Extent = {},
): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for await (const page of pagesOf(documents, account, { where, limit: ONE_PAGE, after })) {
    found.push(...page);
    if (page.length === ONE_PAGE && isEnough(page)) break;
  }
  return found;
}

/** `items` in pieces of at most `size`. */
export const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
