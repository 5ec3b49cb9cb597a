/** Documents as a container holds them, operations on them as one transactional batch, and its answer as the port's. */

import type { JSONObject, OperationInput, OperationResponse, PatchOperation } from '@azure/cosmos';
import { isObject } from '../../scim/json.ts';
import type {
  BatchFailure,
  BatchSuccess,
  DocumentGuard,
  DocumentOperation,
  DocumentPatch,
  Guard,
  StoredDocument,
} from '../documents/document-store.ts';
import { CosmosStatus } from './cosmos-failure.ts';

/** The partition key, and what the service adds to a document. */
const NOT_OURS = new Set(['partitionKey', '_rid', '_self', '_etag', '_attachments', '_ts', '_lsn']);

/** Numbers become doubles in the service: a RawNumber loses its digits. */
export function toContainer(document: StoredDocument, partition: string): JSONObject {
  const stored: unknown = { ...document, partitionKey: partition };
  // The SDK's type knows neither undefined (which JSON leaves out) nor raw numbers.
  return stored as JSONObject;
}

export function fromContainer(stored: unknown): StoredDocument {
  const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  const document: unknown = Object.fromEntries(entries.filter(([name]) => !NOT_OURS.has(name)));
  if (!isStoredDocument(document)) throw new TypeError('the container holds a document without id and type');
  return document;
}

// Parsed from JSON by the SDK, so every property is Json.
const isStoredDocument = (value: unknown): value is StoredDocument =>
  isObject(value) && typeof value.id === 'string' && typeof value.type === 'string';

/** Whether a document can have this id: it is asked for by ids that clients made up, and goes into a URL unescaped. */
export const isPossibleId = (id: string): boolean =>
  /^[^/\\?#\p{Cc}]+$/u.test(id) &&
  id !== '.' &&
  id !== '..' &&
  id.isWellFormed() &&
  Buffer.byteLength(id) <= 1023;

/** The first patch or deletion of a document that cannot be. Ids of documents that are written are made by the service. */
export function impossibleOperation(operations: readonly DocumentOperation[]): BatchFailure | undefined {
  const index = operations.findIndex((one) => 'id' in one && !isPossibleId(one.id));
  return index < 0 ? undefined : { ok: false, index, reason: 'missing' };
}

export function batchOperation(operation: DocumentOperation, partition: string): OperationInput {
  switch (operation.kind) {
    case 'create':
      return { operationType: 'Create', resourceBody: toContainer(operation.document, partition) };
    case 'upsert':
      return { operationType: 'Upsert', resourceBody: toContainer(operation.document, partition) };
    case 'patch':
      return { operationType: 'Patch', id: operation.id, resourceBody: patchBody(operation) };
    case 'guard':
      return { operationType: 'Patch', id: operation.id, resourceBody: patchBody(touching(operation)) };
    case 'delete':
      return { operationType: 'Delete', id: operation.id };
  }
}

/** Reads do not conflict with writes here; patches do. */
const touching = ({ touched, ...guard }: DocumentGuard): DocumentPatch => ({
  ...guard,
  kind: 'patch',
  set: { '/touched': touched },
});

function patchBody({ set = {}, remove = [], increment = {}, when }: DocumentPatch): PatchBody {
  const operations: PatchOperation[] = [
    ...Object.entries(set).map(([path, value]) => ({ op: 'set' as const, path, value })),
    ...remove.map((path) => ({ op: 'remove' as const, path })),
    ...Object.entries(increment).map(([path, value]) => ({ op: 'incr' as const, path, value })),
  ];
  const conditions = Object.entries(when).map(([name, value]) => guard(name, value));
  return conditions.length === 0
    ? { operations }
    : { operations, condition: `from c where ${conditions.join(' AND ')}` };
}

type PatchBody = { operations: PatchOperation[]; condition?: string };

/** A patch condition takes no parameters. JSON's strings, numbers and booleans are literals of Cosmos SQL. */
function guard(name: string, value: Guard[string]): string {
  if (!/^[A-Za-z_]+$/.test(name)) throw new TypeError(`no property to guard: ${JSON.stringify(name)}`);
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`no JSON number: ${value}`);
  return value === undefined ? `NOT IS_DEFINED(c["${name}"])` : `c["${name}"] = ${JSON.stringify(value)}`;
}

const REASONS: Readonly<Record<number, BatchFailure['reason']>> = {
  409: 'exists',
  404: 'missing',
  412: 'guard',
};

/** 424 marks the operations that only failed because another one did. */
export function batchOutcome(results: readonly OperationResponse[]): BatchSuccess | BatchFailure {
  const index = results.findIndex(({ statusCode }) => statusCode >= 300 && statusCode !== 424);
  if (index < 0)
    return {
      ok: true,
      documents: results.map(({ resourceBody }) => resourceBody && fromContainer(resourceBody)),
    };
  const { statusCode: status, retryAfterMilliseconds } = failedOperation(results, index);
  const reason = REASONS[status];
  if (reason === undefined) throw new CosmosStatus(status, { retryAfterInMs: retryAfterMilliseconds });
  return { ok: false, index, reason };
}

/** The SDK's type leaves out what a throttled operation says. */
type FailedOperation = Pick<OperationResponse, 'statusCode'> & { readonly retryAfterMilliseconds?: number };

const failedOperation = (results: readonly OperationResponse[], index: number): FailedOperation =>
  results[index] ?? { statusCode: 500 };
