/** RFC 7644 §3.4.2: resources that meet a condition, in order of creation, a page at a time. */

import { createHash } from 'node:crypto';
import type { ResourcePage, ResourceQuery, Scope, StoredResource } from '../../protocol/resource-store.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { evaluate } from '../../scim/filter/condition.ts';
import { isObject } from '../../scim/json.ts';
import type { StoredDocument } from '../documents/document-store.ts';
import { all, has, mapLeaves } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { attach, readPage } from './detached.ts';
import { documentType, resourceDocumentId, storedResource } from './documents.ts';
import { resolveMemberships } from './membership-filter.ts';
import { pinOf, readPinned } from './pinned.ts';
import type { Walks } from './walks.ts';

interface Found {
  readonly documents: readonly StoredDocument[];
  readonly totalResults: number;
  /** Of the walk that the page belongs to; undefined where there is none. */
  readonly key?: string;
  /** True when nothing follows the documents. */
  readonly isEnd: boolean;
}

export async function query(
  context: StoreContext,
  walks: Walks,
  scope: Scope,
  asked: ResourceQuery,
  room: number,
): Promise<ResourcePage> {
  const condition = asked.condition && (await resolveMemberships(context, scope, asked.condition));
  const pin = condition && pinOf(scope, condition);
  const found = pin
    ? pinned(asked, condition, await readPinned(context, scope, pin))
    : await page(context, walks, scope, condition, asked);
  const resources = found.documents
    .map((document) => storedResource(scope.type.name, document))
    .filter((stored): stored is StoredResource => stored !== undefined);
  const ids = resources.map((stored) => String(stored.resource.id));
  const { attached, held } = await readPage(context, scope, ids, asked.want, room);
  const isShortened = held < ids.length;
  const { key, isEnd, totalResults } = found;
  const last = ids[held - 1];
  if (key !== undefined && last !== undefined && (isShortened || !isEnd)) {
    const after = resourceDocumentId(scope.type.name, last);
    walks.remember(key, asked.startIndex + held, { after, totalResults });
  }
  return {
    resources: resources.slice(0, held).map((stored) => attach(scope, stored, attached)),
    totalResults,
    isShortened,
  };
}

function pinned(asked: ResourceQuery, condition: Condition, document: StoredDocument | undefined): Found {
  const keys = document && isObject(document.k) ? document.k : undefined;
  if (!document || !keys || !evaluate(condition, keys))
    return { documents: [], totalResults: 0, isEnd: true };
  const onPage = asked.startIndex === 1 && asked.count > 0;
  return { documents: onPage ? [document] : [], totalResults: 1, isEnd: true };
}

async function page(
  context: StoreContext,
  walks: Walks,
  { account, type }: Scope,
  condition: Condition | undefined,
  { startIndex, count, condition: asked }: ResourceQuery,
): Promise<Found> {
  const ofType = has('type', documentType(type.name));
  const where = condition ? all(ofType, overDocument(type.name, condition)) : ofType;
  const total = () => context.documents.count(account, where);
  if (count === 0) return { documents: [], totalResults: await total(), isEnd: true };
  const key = createHash('sha256')
    .update(JSON.stringify([account, type.name, asked ?? null]))
    .digest('base64');
  const walk = walks.recall(key, startIndex);
  const from = walk ? { after: walk.after } : { offset: startIndex - 1 };
  const documents = await context.documents.query(account, { where, limit: count, ...from });
  const seen = startIndex - 1 + documents.length;
  const isEnd = documents.length < count;
  // The last page settles the total, unless it is empty and nothing tells how many come before it.
  const settled = isEnd && (documents.length > 0 || startIndex === 1 || walk !== undefined);
  const known = settled ? seen : walk && Math.max(walk.totalResults, seen);
  return { documents, totalResults: known ?? (await total()), key, isEnd };
}

/** A condition on search keys as one on the documents that hold them under `k`. */
const overDocument = (name: Scope['type']['name'], condition: Condition): Condition =>
  mapLeaves(condition, (leaf) => {
    const byId = leaf.kind === 'in' && leaf.path.length === 1 && leaf.path[0] === 'id';
    if (byId) return { ...leaf, values: leaf.values.map((id) => resourceDocumentId(name, id)) };
    return { ...leaf, path: ['k', ...leaf.path] };
  });
