/** The requests that the adapter and createMissing send, each with what it does. */

import containers from '../../../shared/storage/cosmos/containers.json' with { type: 'json' };
import { runBatch } from './batch.ts';
import { queryCharge, readCharge, sizeOf } from './charges.ts';
import { Container } from './container.ts';
import { partitionOf } from './document-rules.ts';
import type { Fault, RequestKind } from './faults.ts';
import { readQuery, runQuery } from './query.ts';
import { QUERY_PLAN } from './query-plan.ts';
import {
  badRequest,
  type CosmosRequest,
  type CosmosResponse,
  isRecord,
  type JsonRecord,
  parseBody,
  Refusal,
} from './wire.ts';

/** Databases by name, their containers by name. */
export type Account = Map<string, Map<string, Container>>;

export interface Context {
  readonly account: Account;
  /** The default of the account. */
  readonly consistency: string;
  readonly now: () => number;
  readonly request: CosmosRequest;
  readonly fault: Fault | undefined;
}

export function serve(kind: RequestKind, context: Context): CosmosResponse {
  switch (kind) {
    case 'account':
      return accountOf(context);
    case 'create':
      return create(context);
    case 'definition':
      return definition(context);
    case 'plan':
      readQuery(context.request.body);
      return answer(200, QUERY_PLAN, 0);
    case 'read':
      return read(context);
    case 'query':
      return query(context);
    case 'batch':
      return batch(context);
  }
}

const accountOf = ({ consistency }: Context): CosmosResponse =>
  answer(
    200,
    {
      id: 'double',
      writableLocations: [],
      readableLocations: [],
      userConsistencyPolicy: { defaultConsistencyLevel: consistency },
    },
    0,
  );

/** `/dbs/{database}/colls/{container}/docs/{document}`, as far as it goes. */
function names(path: string): { database?: string; container?: string; document?: string } {
  const [, database, , container, , document] = path.split('/').filter(Boolean).map(decodeURIComponent);
  return {
    ...(database === undefined ? {} : { database }),
    ...(container === undefined ? {} : { container }),
    ...(document === undefined ? {} : { document }),
  };
}

function databaseOf({ account, request }: Context): Map<string, Container> {
  const database = account.get(names(request.path).database ?? '');
  if (!database) throw new Refusal(404, 'There is no such database', 1003);
  return database;
}

function containerOf(context: Context): Container {
  const container = databaseOf(context).get(names(context.request.path).container ?? '');
  if (!container) throw new Refusal(404, 'There is no such container', 1003);
  return container;
}

function create(context: Context): CosmosResponse {
  const { account, now, request } = context;
  const body = parseBody(request.body);
  if (!isRecord(body) || typeof body.id !== 'string') throw badRequest('A definition has an id');
  const definition = { ...body, id: body.id };
  const siblings: Map<string, unknown> = request.path === '/dbs' ? account : databaseOf(context);
  if (siblings.has(definition.id)) throw new Refusal(409, 'The name is taken');
  siblings.set(definition.id, request.path === '/dbs' ? new Map() : newContainer(definition, now));
  return answer(201, definition, 5);
}

function newContainer(definition: JsonRecord & { readonly id: string }, now: () => number): Container {
  const key = definition.partitionKey;
  const described = Object.entries(containers).find(([name]) => name === definition.id)?.[1];
  const paths = isRecord(key) ? key.paths : undefined;
  if (!Array.isArray(paths) || paths.join() !== described?.partitionKey.paths.join())
    throw badRequest('Another container, or another partition key, is expected');
  return new Container(definition, now);
}

function definition(context: Context): CosmosResponse {
  const { database, container } = names(context.request.path);
  if (container !== undefined) return answer(200, containerOf(context).definition, 1);
  databaseOf(context);
  return answer(200, { id: database }, 1);
}

function read(context: Context): CosmosResponse {
  const container = containerOf(context);
  const partition = partitionOf(context.request.headers['x-ms-documentdb-partitionkey']);
  const asOf = replicaOf(container, context);
  const document = container.read(partition, names(context.request.path).document ?? '', asOf);
  if (!document) throw new Refusal(404, 'There is no such document');
  return inSession(context, container, asOf, answer(200, document, readCharge(sizeOf(document))));
}

function query(context: Context): CosmosResponse {
  const sent = context.request;
  const container = containerOf(context);
  const asOf = replicaOf(container, context);
  const maxItems = sent.headers['x-ms-max-item-count'];
  if (sent.headers['x-ms-continuation'] === '') throw badRequest('The continuation is empty');
  const page = runQuery(container, readQuery(sent.body), {
    partition: partitionOf(sent.headers['x-ms-documentdb-partitionkey']),
    asOf,
    continuation: sent.headers['x-ms-continuation'],
    maxItems: maxItems === undefined ? undefined : Number(maxItems),
    cutTo: context.fault?.kind === 'page' ? context.fault.rows : undefined,
  });
  const result = { _rid: container.rid, Documents: page.rows, _count: page.rows.length };
  const { entries, loaded, bytes } = page.walk;
  const response = inSession(
    context,
    container,
    asOf,
    answer(200, result, queryCharge(entries, loaded, bytes)),
  );
  const headers = {
    ...response.headers,
    'x-ms-documentdb-query-metrics': `retrievedDocumentCount=${loaded};outputDocumentCount=${page.rows.length}`,
    // Without a next page no header: an empty one makes the SDK ask for ever.
    ...(page.continuation === undefined ? {} : { 'x-ms-continuation': page.continuation }),
  };
  return { ...response, headers };
}

function batch(context: Context): CosmosResponse {
  const { headers, body } = context.request;
  const container = containerOf(context);
  if (headers['x-ms-cosmos-batch-atomic'] !== 'true')
    throw badRequest('The adapter sends atomic batches only');
  const partition = partitionOf(headers['x-ms-documentdb-partitionkey']);
  const { status, results, charge } = runBatch(container, partition, body);
  return inSession(context, container, container.lsn, answer(status, results, charge));
}

/** Up to which write the replica that serves this read is. It never lags behind the session of the client. */
function replicaOf(container: Container, { request, fault }: Context): number {
  const seen = Number(request.headers['x-ms-session-token']?.split('#')[1] ?? 0);
  if (seen > container.lsn) throw new Refusal(404, 'The session is not available', 1002);
  return Math.max(seen, container.lsn - (fault?.kind === 'stale' ? fault.writes : 0));
}

/** What the SDK needs to keep the session: the container's rid and name, and the write that was seen. */
function inSession(
  { request }: Context,
  container: Container,
  lsn: number,
  response: CosmosResponse,
): CosmosResponse {
  const headers = {
    ...response.headers,
    'x-ms-session-token': `0:-1#${lsn}`,
    'x-ms-content-path': container.rid,
    'x-ms-alt-content-path': request.path.split('/').slice(1, 5).map(decodeURIComponent).join('/'),
  };
  return { ...response, headers };
}

const answer = (status: number, body: unknown, charge: number): CosmosResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-ms-request-charge': String(charge) },
  body: JSON.stringify(body),
});
