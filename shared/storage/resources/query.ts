/** RFC 7644 §3.4.2: resources that meet a condition, in order of creation, a page at a time. */

import { createHash } from 'node:crypto';
import type { Condition } from '../../scim/filter/condition.ts';
import { evaluate } from '../../scim/filter/evaluate.ts';
import { isObject } from '../../scim/json.ts';
import type { StoredDocument } from '../document-store.ts';
import type { ResourcePage, ResourceQuery, Scope, StoredResource } from '../resource-store.ts';
import { all, has, mapLeaves } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { attach, MAX_MEMBERS_PER_PAGE, readDetached } from './detached.ts';
import { documentType, resourceDocumentId, storedResource } from './documents.ts';
import { resolveMemberships } from './membership-filter.ts';
import { pinOf, readPinned } from './pinned.ts';
import type { Walks } from './walks.ts';

interface Found {
  readonly documents: readonly StoredDocument[];
  readonly totalResults: number;
}

export async function query(
  context: StoreContext,
  walks: Walks,
  scope: Scope,
  asked: ResourceQuery,
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
  const attached = await readDetached(context, scope, ids, asked.want, MAX_MEMBERS_PER_PAGE);
  return {
    resources: resources.map((stored) => attach(scope, stored, attached)),
    totalResults: found.totalResults,
  };
}

function pinned(asked: ResourceQuery, condition: Condition, document: StoredDocument | undefined): Found {
  const keys = document && isObject(document.k) ? document.k : undefined;
  if (!document || !keys || !evaluate(condition, keys)) return { documents: [], totalResults: 0 };
  const onPage = asked.startIndex === 1 && asked.count > 0;
  return { documents: onPage ? [document] : [], totalResults: 1 };
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
  if (count === 0) return { documents: [], totalResults: await context.documents.count(account, where) };
  const key = createHash('sha256')
    .update(JSON.stringify([account, type.name, asked ?? null]))
    .digest('base64');
  const walk = walks.recall(key, startIndex);
  const from = walk ? { after: walk.after } : { offset: startIndex - 1 };
  const documents = await context.documents.query(account, { where, limit: count, ...from });
  const seen = startIndex - 1 + documents.length;
  // A short page is the last one and settles the total; a full one leaves it open.
  const settled = documents.length < count && (documents.length > 0 || startIndex === 1);
  const known = settled ? seen : walk && Math.max(walk.totalResults, seen);
  const totalResults = known ?? (await context.documents.count(account, where));
  const last = documents.at(-1);
  if (last && !settled) walks.remember(key, startIndex + documents.length, { after: last.id, totalResults });
  return { documents, totalResults };
}

/** A condition on search keys as one on the documents that hold them under `k`. */
const overDocument = (name: Scope['type']['name'], condition: Condition): Condition =>
  mapLeaves(condition, (leaf) => {
    const byId = leaf.kind === 'in' && leaf.path.length === 1 && leaf.path[0] === 'id';
    if (byId) return { ...leaf, values: leaf.values.map((id) => resourceDocumentId(name, id)) };
    return { ...leaf, path: ['k', ...leaf.path] };
  });
