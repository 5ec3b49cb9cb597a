/** RFC 7644 §3.4.2: resources that meet a condition, in order of creation, a page at a time. */

import { createHash } from 'node:crypto';
import { inPieces } from '../../async/pieces.ts';
import type {
  ReadResource,
  ResourcePage,
  ResourceQuery,
  StoredResource,
  Want,
} from '../../protocol/resource-store.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { evaluate } from '../../scim/filter/condition.ts';
import { isObject } from '../../scim/json.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { all, mapLeaves, ofType, selectsNothing } from '../documents/conditions.ts';
import type { DocumentQuery, Page, StoredDocument } from '../documents/document-store.ts';
import { resolveMemberships } from './membership/membership-filter.ts';
import { relatedPage, withRelated } from './membership/related-values.ts';
import type { OpenedPage, PageCursors } from './page-cursors.ts';
import { documentType, resourceDocumentId, storedResource } from './partition/documents.ts';
import type { Partition } from './partition/partition.ts';
import { lookUpDocument, pointLookUp } from './point-look-up.ts';

export interface FoundPage<Item> {
  readonly items: Page<Item>;
  readonly totalResults: number;
  /** Undefined where no page of a walk was read. */
  readonly page?: OpenedPage;
  /** True when nothing follows the items. */
  readonly isEnd: boolean;
}

/** @param maxRelated members of all groups, or groups of all users, of the page */
export async function queryResources(
  partition: Partition,
  cursors: PageCursors,
  type: ResourceType,
  asked: ResourceQuery,
  maxRelated: number,
): Promise<ResourcePage> {
  const condition = asked.condition && (await resolveMemberships(partition, type, asked.condition));
  const point = condition && pointLookUp(type, condition);
  const found = point
    ? onePage(asked, condition, await lookUpDocument(partition, type, point))
    : await readPage(partition, cursors, type, condition, asked, (pages) => partition.query(pages));
  const resources = await completed(partition, type, found.items, asked.want, maxRelated);
  return endedPage(asked, found, resources);
}

/** The resources of the documents, from the first on as many as are not too heavy together. */
export async function completed(
  partition: Partition,
  type: ResourceType,
  documents: readonly StoredDocument[],
  want: Want,
  maxRelated: number,
): Promise<readonly StoredResource[]> {
  const resources = documents
    .map((document) => storedResource(type.name, document))
    .filter((stored): stored is StoredResource => stored !== undefined);
  const ids = resources.map((stored) => String(stored.resource.id));
  const { related, length } = await relatedPage(partition, type, ids, want, maxRelated);
  return resources.slice(0, length).map((stored) => withRelated(stored, related));
}

/** The page of the resources, and its end remembered for the client that goes on behind it. */
export async function endedPage<Read extends ReadResource>(
  { startIndex, fits = () => true }: ResourceQuery,
  { items, page, isEnd, totalResults }: FoundPage<{ readonly id: string }>,
  read: readonly Read[],
): Promise<ResourcePage<Read>> {
  const length = await inPieces(fitting(read, fits));
  const resources = read.slice(0, length);
  const isShortened = length < items.length || items.isCut === true;
  const after = items[length - 1]?.id;
  const goesOn = after !== undefined && (isShortened || !isEnd);
  await page?.end(goesOn ? { startIndex: startIndex + length, cursor: { after, totalResults } } : undefined);
  return { resources, totalResults, isShortened };
}

/** @returns how many */
function* fitting<Read>(all: readonly Read[], fits: (read: Read) => boolean): Generator<undefined, number> {
  for (const [index, read] of all.entries()) {
    if (!fits(read) && index > 0) return index;
    yield;
  }
  return all.length;
}

/** The page of a point look-up: its document, if it meets the whole condition. */
function onePage(
  asked: ResourceQuery,
  condition: Condition,
  document: StoredDocument | undefined,
): FoundPage<StoredDocument> {
  const keys = document && isObject(document.k) ? document.k : undefined;
  if (!document || !keys || !evaluate(condition, keys)) return { items: [], totalResults: 0, isEnd: true };
  const onPage = asked.startIndex === 1 && asked.count > 0;
  return { items: onPage ? [document] : [], totalResults: 1, isEnd: true };
}

/** @param read a page of documents, or of what stands for them */
export async function readPage<Item>(
  partition: Partition,
  cursors: PageCursors,
  type: ResourceType,
  condition: Condition | undefined,
  { startIndex, count, condition: asked, descending = false }: ResourceQuery,
  read: (query: DocumentQuery) => Promise<Page<Item>>,
): Promise<FoundPage<Item>> {
  if (condition && selectsNothing(condition)) return { items: [], totalResults: 0, isEnd: true };
  const isOfType = ofType(documentType(type.name));
  const where = condition ? all(isOfType, onSearchKeys(type, condition)) : isOfType;
  if (count === 0) return { items: [], totalResults: await partition.count(where), isEnd: true };
  const key = createHash('sha256')
    .update(
      JSON.stringify([partition.accountId, type.name, asked ?? null, ...(descending ? ['descending'] : [])]),
    )
    .digest('base64url');
  const page = await cursors.open({ accountId: partition.accountId, key, descending }, startIndex);
  const { cursor } = page;
  const from = cursor ? { after: cursor.after } : { offset: startIndex - 1 };
  const hits = cursor && { hits: cursor.totalResults };
  const prefix = resourceDocumentId(type.name, '');
  const items = await read({ where, prefix, limit: count, descending, ...from, ...hits });
  const seen = startIndex - 1 + items.length;
  const isEnd = items.length < count && !items.isCut;
  // The last page settles the total, unless it is empty and nothing tells how many come before it.
  const settled = isEnd && (items.length > 0 || startIndex === 1 || cursor !== undefined);
  const known = settled ? seen : cursor && totalWhileMore(cursor.totalResults, seen);
  return { items, totalResults: known ?? (await partition.count(where)), page, isEnd };
}

/** More than were expected have come, and others may follow: a client must not stop here. */
const totalWhileMore = (expected: number, seen: number): number => (seen > expected ? seen + 1 : expected);

/** A condition on search keys as one on the documents that hold them under `k`. */
const onSearchKeys = ({ name }: ResourceType, condition: Condition): Condition =>
  mapLeaves(condition, (leaf) => {
    const byId = leaf.kind === 'in' && leaf.path.length === 1 && leaf.path[0] === 'id';
    if (byId) return { ...leaf, values: leaf.values.map((id) => resourceDocumentId(name, id)) };
    return { ...leaf, path: ['k', ...leaf.path] };
  });
