/**
 * The document store on one Cosmos DB container: one request per read and batch, one per page of a query (beside which
 * the SDK always asks for a query plan). This room alone knows the SDK; it does not know what a document means, and
 * never repeats a write that may have happened.
 */

import type { CosmosClient, QueryIterator, SqlQuerySpec } from '@azure/cosmos';
import { inOnePiece } from '../../async/pieces.ts';
import {
  type DocumentOperation,
  type DocumentQuery,
  type DocumentStore,
  MAX_BATCH_OPERATIONS,
  MAX_PAGE_BYTES,
  pageWith,
} from '../documents/document-store.ts';
import {
  batchOperation,
  batchOutcome,
  fromContainer,
  impossibleOperation,
  isPossibleId,
} from './cosmos-document.ts';
import { CosmosStatus, cosmosFailure, type Wait, withRetry } from './cosmos-failure.ts';
import { countSpec, pageSpec } from './cosmos-sql.ts';

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

  const rows = (kind: 'query' | 'count', partition: string, spec: SqlQuerySpec, page: number) => {
    // New options each time: the SDK leaves the continuation of a page that failed in them.
    const send = () => fetchSome(target.items.query(spec, { partitionKey: partition, maxItemCount: page }));
    return withRetry('read', () => told(kind, send, measures), wait);
  };

  return {
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
      const page = Math.min(query.limit, MAX_PAGE);
      const { found, isCut } = await rows('query', partition, pageSpec(partition, query), page);
      return pageWith(found.map(fromContainer), isCut);
    },

    async count(partition, where) {
      // One number a page: what the service counted until it paused.
      const { found } = await rows('count', partition, countSpec(partition, where), MAX_PAGE);
      return found.reduce<number>((sum, count) => sum + Number(count), 0);
    },
  };
}

interface Fetched {
  readonly found: readonly unknown[];
  /** True when there may be more, which is left where it is. */
  readonly isCut: boolean;
  readonly requestCharge: number;
}

/** Answers of the service, each of at most 4 MB, until they make a page. */
async function fetchSome(query: QueryIterator<unknown>): Promise<Fetched> {
  const found: unknown[] = [];
  let [requestCharge, size] = [0, 0];
  while (query.hasMoreResults()) {
    const answer = await query.fetchNext();
    const resources: readonly unknown[] = answer.resources ?? [];
    found.push(...resources);
    requestCharge += answer.requestCharge;
    if (!query.hasMoreResults()) break;
    size += await inOnePiece(() => JSON.stringify(resources).length);
    if (size > MAX_PAGE_BYTES && found.length > 0) return { found, isCut: true, requestCharge };
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
