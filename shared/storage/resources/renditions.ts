/**
 * Reads from renditions. They are an answer only where nothing has to be finished first and the resource type still
 * writes them so; for all else the store is asked as if there were none.
 */

import { isLayoutOf } from '../../protocol/layout.ts';
import type { RenderedResource } from '../../protocol/rendition.ts';
import type {
  ReadResource,
  RenditionStore,
  ResourcePage,
  ResourceQuery,
  Scope,
  Want,
} from '../../protocol/resource-store.ts';
import { isId } from '../../scim/id.ts';
import type { Value } from '../../scim/resource/resource.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { oneOf } from '../documents/conditions.ts';
import {
  type DocumentPage,
  type DocumentQuery,
  type DocumentStore,
  type Page,
  pageWith,
  type RenditionRow,
  type RenditionRows,
  type RenditionSelection,
  type StoredDocument,
} from '../documents/document-store.ts';
import type { RelatedValues } from './membership/related-values.ts';
import type { PageCursors } from './page-cursors.ts';
import { documentType, groupIdOf, resourceDocumentId, resourceIdOf } from './partition/documents.ts';
import type { Partition } from './partition/partition.ts';
import { reservationId } from './partition/reservation.ts';
import { pointLookUp } from './point-look-up.ts';
import { completed, endedPage, readPage } from './query.ts';

interface Reader {
  readonly partitionOf: (account: string) => Partition;
  readonly cursors: PageCursors;
  readonly maxRelated: number;
}

/** @returns undefined where the documents have none */
export function renditionStore(
  { readRenditions }: DocumentStore,
  reader: Reader,
): RenditionStore | undefined {
  if (!readRenditions) return undefined;
  return {
    get: ({ account, type }, id, want) =>
      readOne(reader.partitionOf(account), type, { id: resourceDocumentId(type.name, id) }, want, id),
    query: (scope, asked) => queryRenditions(reader, scope, asked),
  };
}

type Which = RenditionSelection['which'];

async function readRows(
  partition: Partition,
  type: ResourceType,
  which: Which,
  { groups, members }: Want,
): Promise<RenditionRows | undefined> {
  if (members) return undefined;
  const found = await partition.renditions({
    type: documentType(type.name),
    prefix: resourceDocumentId(type.name, ''),
    withGroups: groups,
    which,
  });
  // Memberships are as they count only when that is done.
  return groups && found?.isOwed ? undefined : found;
}

/** As many rows, and at least one, as have no more than `limit` groups together. */
async function lightRows(
  partition: Partition,
  type: ResourceType,
  query: DocumentQuery,
  want: Want,
  limit: number,
): Promise<Page<RenditionRow> | undefined> {
  // One row may have any number of groups; of several none may have so many that all of them were too heavy to read.
  const most = query.limit === 1 ? Number.POSITIVE_INFINITY : Math.ceil(limit / query.limit);
  const maxGroups = query.limit === 1 ? {} : { maxGroups: most + 1 };
  const found = await readRows(partition, type, { ...query, ...maxGroups }, want);
  if (!found) return undefined;
  const { rows } = found;
  let groups = 0;
  const end = rows.findIndex(({ membershipIds: { length } }, index) => {
    groups += length;
    return length > most || (groups > limit && index > 0);
  });
  if (end < 0) return rows;
  if (end > 0) return pageWith(rows.slice(0, end), true);
  const fewer = await lightRows(
    partition,
    type,
    { ...query, limit: Math.ceil(query.limit / 4) },
    want,
    limit,
  );
  return fewer && pageWith(fewer, fewer.isCut === true || fewer.length < rows.length);
}

async function readOne(partition: Partition, type: ResourceType, which: Which, want: Want, id = '') {
  if ('id' in which && !isId(id)) return undefined;
  const found = await readRows(partition, type, which, want);
  return found?.rows[0] && renderedBy(type)(found.rows[0]);
}

/** Of a resource that was just written, by the same statement. @returns undefined when the store must be asked */
export async function relatedBeside(
  partition: Partition,
  type: ResourceType,
  id: string,
  want: Want,
): Promise<RelatedValues | undefined> {
  if (!want.groups) return undefined;
  const found = await readRows(partition, type, { id: resourceDocumentId(type.name, id) }, want);
  const row = found?.rows[0];
  return (
    row &&
    new Map(row.membershipIds.length > 0 ? [[id, row.membershipIds.map(groupIdOf).map(groupNamed)]] : [])
  );
}

const groupNamed = (value: string): Value => ({ value, type: 'direct' });

/** Of the rows of one answer, which share their groups; undefined for one whose rendition is not what the type would write. */
function renderedBy(type: ResourceType): (row: RenditionRow) => RenderedResource | undefined {
  const groups = new Map<string, Value>();
  const groupOf = (membershipId: string): Value => {
    const value = groupIdOf(membershipId);
    const group = groups.get(value) ?? groupNamed(value);
    groups.set(value, group);
    return group;
  };
  return ({ id, revision, rendition, membershipIds }) =>
    rendition && isLayoutOf(type, rendition.layout)
      ? { id: resourceIdOf(id), revision, text: rendition.text, related: membershipIds.map(groupOf) }
      : undefined;
}

async function queryRenditions(
  reader: Reader,
  scope: Scope,
  asked: ResourceQuery,
): Promise<ResourcePage<ReadResource> | undefined> {
  const { condition } = asked;
  if (asked.descending) return undefined;
  if (!condition) return pageOfRenditions(reader, scope, asked);
  const point = condition.kind === 'compare' ? pointLookUp(scope.type, condition) : undefined;
  if (!point || asked.startIndex !== 1 || asked.count === 0) return undefined;
  const { attribute, value } = point;
  const which: Which =
    attribute === 'id'
      ? { id: resourceDocumentId(scope.type.name, value) }
      : { ownedBy: reservationId(scope.type, value), key: [attribute, value] };
  const found = await readOne(reader.partitionOf(scope.account), scope.type, which, asked.want, value);
  return found && { resources: [found], totalResults: 1, isShortened: false };
}

/** Of the documents without a good rendition, and of no others, the resources are read. */
async function pageOfRenditions(
  { partitionOf, cursors, maxRelated }: Reader,
  scope: Scope,
  asked: ResourceQuery,
): Promise<ResourcePage<ReadResource> | undefined> {
  const { type, account } = scope;
  const { want, count } = asked;
  if (want.members || count === 0) return undefined;
  const partition = partitionOf(account);
  const found = await readPage<RenditionRow | StoredDocument>(
    partition,
    cursors,
    type,
    undefined,
    asked,
    async (query) => (await lightRows(partition, type, query, want, maxRelated)) ?? partition.query(query),
  );
  const whole = await resourcesOf(found.items, partition, scope, want);
  if (whole && relatedIn(whole) <= maxRelated) return endedPage(asked, found, whole);
  const items = await documentsOf(partition, found.items);
  const resources = await completed(partition, type, items, want, maxRelated);
  return endedPage(asked, { ...found, items, isEnd: found.isEnd && !items.isCut }, resources);
}

/** As many as a page may have. */
const documentsOf = async (
  partition: Partition,
  items: readonly { readonly id: string }[],
): Promise<DocumentPage> =>
  items.length === 0
    ? []
    : partition.query({
        where: oneOf(
          'id',
          items.map(({ id }) => id),
        ),
        limit: items.length,
      });

/** As many as a page may have, from the first on. @returns undefined when one of them is gone meanwhile */
async function resourcesOf(
  items: readonly (RenditionRow | StoredDocument)[],
  partition: Partition,
  { type }: Scope,
  want: Want,
): Promise<ReadResource[] | undefined> {
  const read = new Map<string, ReadResource>();
  const others: (RenditionRow | StoredDocument)[] = [];
  const rendered = renderedBy(type);
  for (const item of items) {
    const resource = isRow(item) ? rendered(item) : undefined;
    if (resource) read.set(item.id, resource);
    else others.push(item);
  }
  const documents = await documentsOf(partition, others);
  for (const stored of await completed(partition, type, documents, want, Number.POSITIVE_INFINITY))
    read.set(resourceDocumentId(type.name, String(stored.resource.id)), stored);
  const unread = documents.isCut
    ? items.findIndex(({ id }) => id > String(documents.at(-1)?.id) && !read.has(id))
    : -1;
  const some = unread < 0 ? items : items.slice(0, unread);
  const resources = some.map(({ id }) => read.get(id)).filter((one) => one !== undefined);
  return resources.length === some.length ? resources : undefined;
}

/** How many values of their relation the resources have together. */
const relatedIn = (resources: readonly ReadResource[]): number =>
  resources.reduce((sum, { related = [] }) => sum + related.length, 0);

const isRow = (item: RenditionRow | StoredDocument): item is RenditionRow => 'membershipIds' in item;
