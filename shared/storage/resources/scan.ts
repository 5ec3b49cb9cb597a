/** All documents that a condition selects, page by page. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { StoredDocument } from '../document-store.ts';
import type { StoreContext } from './context.ts';

/** Documents of one query; a longer list is not read at one moment. */
export const ONE_PAGE = 1000;

/** @param cap stops after this many documents */
export async function scan(
  { documents }: StoreContext,
  account: string,
  where: Condition,
  cap = Number.POSITIVE_INFINITY,
): Promise<StoredDocument[]> {
  const found: StoredDocument[] = [];
  for (let after: string | undefined; found.length < cap; after = found.at(-1)?.id) {
    const limit = Math.min(ONE_PAGE, cap - found.length);
    const page = await documents.query(account, { where, limit, ...(after === undefined ? {} : { after }) });
    found.push(...page);
    if (page.length < limit) break;
  }
  return found;
}

/** `items` in pieces of at most `size`. */
export const chunks = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
