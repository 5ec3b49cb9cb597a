/** What the service accepts as a document. */

import { badRequest, isRecord, type JsonRecord, mustFit } from './wire.ts';

const MAX_NESTING = 128;
const MAX_KEY_BYTES = 2048;
const MAX_ID_BYTES = 1023;

/** `partition`: the partition key header, a JSON array. */
export function checkDocument(
  document: unknown,
  partition: string,
): asserts document is JsonRecord & { id: string } {
  if (!isRecord(document)) throw badRequest('A document is an object');
  checkId(document.id);
  if (JSON.stringify([document.partitionKey]) !== partition) {
    throw badRequest('The partition key of the document and of the header differ', 1001);
  }
  if (!isTtl(document.ttl)) throw badRequest('ttl is a positive integer or -1');
  if (nesting(document) > MAX_NESTING) throw badRequest('The document is nested too deeply');
  mustFit(JSON.stringify(document));
}

export function checkId(id: unknown): asserts id is string {
  if (typeof id !== 'string' || id === '' || /[/\\?#]/.test(id) || Buffer.byteLength(id) > MAX_ID_BYTES) {
    throw badRequest('The id is not a string of 1 to 1023 bytes without / \\ ? #');
  }
}

/** The partition key header as the name of the partition. */
export function partitionOf(header: string | undefined): string {
  if (header === undefined) throw badRequest('The partition key header is missing', 1001);
  const key: unknown = JSON.parse(header);
  if (!Array.isArray(key) || key.length !== 1 || typeof key[0] !== 'string') {
    throw badRequest('The partition key header is not an array of one string');
  }
  if (Buffer.byteLength(key[0]) > MAX_KEY_BYTES) throw badRequest('The partition key is too large');
  return JSON.stringify(key);
}

const isTtl = (ttl: unknown): boolean =>
  ttl === undefined || ttl === -1 || (typeof ttl === 'number' && Number.isInteger(ttl) && ttl > 0);

function nesting(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Object.values(value).reduce<number>((most, inner) => Math.max(most, nesting(inner)), 0);
}
