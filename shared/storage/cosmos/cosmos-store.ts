/**
 * The document store on one Cosmos DB container: one request per read and batch, one per page of a query (beside which
 * the SDK always asks for a query plan). This room alone knows the SDK; it does not know what a document means, and
 * never repeats a write that may have happened.
 */

import type { CosmosClient, QueryIterator, SqlQuerySpec } from '@azure/cosmos';
import { inOnePiece } from '../../async/pieces.ts';
import { compareText } from '../../scim/resource/compare.ts';
import {
  type DocumentOperation,
  type DocumentQuery,
  type DocumentStore,
  MAX_BATCH_OPERATIONS,
  MAX_PAGE_BYTES,
  pageWith,
  type StoredDocument,
} from '../documents/document-store.ts';
import {
  batchOperation,
  batchOutcome,
  fromContainer,
  impossibleOperation,
  isPossibleId,
} from './cosmos-document.ts';
import { CosmosStatus, cosmosFailure, type Wait, withRetry } from './cosmos-failure.ts';
import { isTooLong, searchCount, searchPage } from './cosmos-search.ts';
import { countSpec, isWalk, pageSpec, selectionSpec } from './cosmos-sql.ts';

export interface CosmosRequest {
  readonly kind: 'read' | 'batch' | 'query' | 'count';
  readonly container: string;
  /** Undefined when no answer came. */
  readonly status: number | undefined;
  /** Request units. */
  readonly charge: number;
  readonly milliseconds: number;
}

export interface CosmosStoreOptions {
  readonly client: CosmosClient;
  readonly database: string;
  readonly container: string;
  /** Told of every attempt, repeated ones included. */
  readonly onRequest?: (request: CosmosRequest) => void;
  /** Replaces the pauses before retries. */
  readonly wait?: Wait;
}

/** Largest page asked for at once; the service may make it shorter. */
const MAX_PAGE = 1000;

export function openCosmos({
  client,
  database,
  container,
  onRequest,
  wait,
}: CosmosStoreOptions): DocumentStore {
  const target = client.database(database).container(container);

  /** Tells of one attempt. */
  async function told<Answer>(
    kind: CosmosRequest['kind'],
    send: () => Promise<Answer>,
    measuresOf: (answer: Answer) => Measures,
  ) {
    const started = performance.now();
    const tell = (status: number | undefined, charge: number) =>
      onRequest?.({ kind, container, status, charge, milliseconds: performance.now() - started });
    try {
      const answer = await send();
      const { statusCode = 200, requestCharge } = measuresOf(answer);
      tell(statusCode, requestCharge);
      return answer;
    } catch (error) {
      tell(cosmosFailure(error).status, 0);
      throw error;
    }
  }

  const rows = (
    kind: 'query' | 'count',
    partition: string,
    spec: SqlQuerySpec,
    page: number,
    most = Number.POSITIVE_INFINITY,
  ) => {
    // New options each time: the SDK leaves the continuation of a page that failed in them.
    const send = () =>
      fetchSome(target.items.query(spec, { partitionKey: partition, maxItemCount: page }), most);
    return withRetry('read', () => told(kind, send, measures), wait);
  };

  /** All that is selected, if the order is better made here and that is not too many. */
  const collected = async (partition: string, query: DocumentQuery) => {
    const most = mostCollected(query);
    if (most === 0) return undefined;
    const { found, isCut } = await rows(
      'query',
      partition,
      selectionSpec(partition, query.where),
      MAX_PAGE,
      most,
    );
    return isCut || found.length > most ? undefined : found.map(fromContainer);
  };

  const store: DocumentStore = {
    async read(partition, id) {
      if (!isPossibleId(id)) return undefined;
      const send = async () => found(await target.item(id, partition).read());
      const answer = await withRetry('read', () => told('read', send, measures), wait);
      return answer.resource && fromContainer(answer.resource);
    },

    async batch(partition, operations) {
      if (operations.length === 0) return { ok: true, documents: [] };
      const impossible = impossibleOperation(operations);
      if (impossible) return impossible;
      const body = toBatch(operations, partition);
      const send = async () => {
        const { result = [], headers } = await target.items.batch(body, partition);
        return { outcome: batchOutcome(result), requestCharge: Number(headers['x-ms-request-charge'] ?? 0) };
      };
      return (await withRetry('write', () => told('batch', send, measures), wait)).outcome;
    },

    async query(partition, query: DocumentQuery) {
      if (query.limit <= 0) return [];
      if (isTooLong(query.where)) return searchPage(store, partition, query);
      const selected = await collected(partition, query);
      if (selected) return pageAmong(selected, query);
      if (query.atOnce) return pageWith([], true);
      const page = Math.min(query.limit, MAX_PAGE);
      const { found, isCut } = await rows('query', partition, pageSpec(partition, query), page);
      return pageWith(found.map(fromContainer), isCut);
    },

    async count(partition, where) {
      if (isTooLong(where)) return searchCount(store, partition, where);
      // One number a page: what the service counted until it paused.
      const { found } = await rows('count', partition, countSpec(partition, where), MAX_PAGE);
      return found.reduce<number>((sum, count) => sum + Number(count), 0);
    },
  };
  return store;
}

interface Fetched {
  readonly found: readonly unknown[];
  /** True when there may be more, which is left where it is. */
  readonly isCut: boolean;
  readonly requestCharge: number;
}

/** Documents of a filter that are put in order here, and of what is wanted at once. */
const MAX_SORTED = 1000;
const MAX_AT_ONCE = 10_000;

/** 0 where the service reads in order: along a range of ids, or because a filter selects too many. */
function mostCollected({ where, hits = 0, atOnce }: DocumentQuery): number {
  if (atOnce) return MAX_AT_ONCE;
  return isWalk(where) || hits > MAX_SORTED ? 0 : MAX_SORTED;
}

/** The page among all that its condition selects. */
function pageAmong(
  selected: readonly StoredDocument[],
  { prefix = '', after, descending = false, offset = 0, limit, atOnce }: DocumentQuery,
): readonly StoredDocument[] {
  const compare = (a: string, b: string) => (descending ? compareText(b, a) : compareText(a, b));
  const inOrder = selected
    .filter(({ id }) => id.startsWith(prefix) && (after === undefined || compare(id, after) > 0))
    .sort((a, b) => compare(a.id, b.id));
  return atOnce ? inOrder.slice(offset) : inOrder.slice(offset, offset + limit);
}

/** Answers of the service, each of at most 4 MB, until they make a page. @param most documents that are of use */
async function fetchSome(query: QueryIterator<unknown>, most: number): Promise<Fetched> {
  const found: unknown[] = [];
  let [requestCharge, size] = [0, 0];
  while (query.hasMoreResults()) {
    const answer = await query.fetchNext();
    const resources: readonly unknown[] = answer.resources ?? [];
    found.push(...resources);
    requestCharge += answer.requestCharge;
    if (!query.hasMoreResults()) break;
    size += await inOnePiece(() => JSON.stringify(resources).length);
    if (found.length > most || (size > MAX_PAGE_BYTES && found.length > 0))
      return { found, isCut: true, requestCharge };
  }
  return { found, isCut: false, requestCharge };
}

interface Measures {
  readonly statusCode?: number;
  readonly requestCharge: number;
}

const measures = (answer: Measures): Measures => answer;

/** The SDK returns every 404: also of a container that is not there, or not there yet. */
function found<Answer extends { statusCode: number; substatus?: number }>(answer: Answer): Answer {
  if (answer.statusCode === 404 && answer.substatus)
    throw new CosmosStatus(404, { substatus: answer.substatus });
  return answer;
}

function toBatch(operations: readonly DocumentOperation[], partition: string) {
  if (operations.length > MAX_BATCH_OPERATIONS) {
    throw new TypeError(`${operations.length} operations in one batch`);
  }
  return operations.map((operation) => batchOperation(operation, partition));
}
