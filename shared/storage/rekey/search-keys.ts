/** Search keys of resources and of log entries, made anew; only those that differ are written. */

import { NUMBER_KEY, searchKeysWithRetained } from '../../scim/filter/search-keys.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { fold, sortableNumber } from '../../scim/resource/compare.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { ofType } from '../documents/conditions.ts';
import type { DocumentOperation, DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { eachDocument } from '../documents/pages.ts';
import { documentType, resourceDocumentId, storedResource } from '../resources/partition/documents.ts';

/** @returns how many documents were written */
export async function rekeyResources(
  documents: DocumentStore,
  account: string,
  type: ResourceType,
): Promise<number> {
  let changed = 0;
  for await (const document of eachDocument(documents, account, resourcesOf(type))) {
    if (await rekeyOne(documents, account, type, document)) changed += 1;
  }
  return changed;
}

const resourcesOf = ({ name }: ResourceType) => ({
  where: ofType(documentType(name)),
  prefix: resourceDocumentId(name, ''),
});

/**
 * Tries again on what is there now when a request changes the resource meanwhile.
 * @param keysBefore what the keys of values that are only retained become
 * @returns false when nothing was to be done
 */
export async function rekeyOne(
  documents: DocumentStore,
  account: string,
  type: ResourceType,
  seen: StoredDocument,
  keysBefore: (keys: JsonObject) => JsonObject = refolded,
): Promise<boolean> {
  for (let document: StoredDocument | undefined = seen; document; ) {
    const operation = newKeys(type, document, keysBefore);
    if (!operation) return false;
    if ((await documents.batch(account, [operation])).ok) return true;
    document = await documents.read(account, document.id);
  }
  return false;
}

/** Keys of this version, of values that may have another type now. */
export const keysAsTyped = (keys: JsonObject): JsonObject => keys;

function newKeys(
  type: ResourceType,
  document: StoredDocument,
  keysBefore: (keys: JsonObject) => JsonObject,
): DocumentOperation | undefined {
  const stored = storedResource(type.name, document);
  if (!stored) return undefined;
  const before = isObject(document.k) ? document.k : {};
  const keys = searchKeysWithRetained(type, stored.resource, {
    resource: stored.resource,
    keys: keysBefore(before),
  });
  if (JSON.stringify(keys) === JSON.stringify(before)) return undefined;
  const when = { type: document.type, revision: stored.revision };
  return { kind: 'patch', id: document.id, set: { '/k': keys }, when };
}

/**
 * The type of a value that is only retained is not known any more: text was folded if it is in lower case; an instant,
 * or the option of a dropdown, has capitals and stays.
 */
function refolded(keys: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, refold(key)]));
}

function refold(key: Json): Json {
  if (typeof key === 'number') return { [NUMBER_KEY]: sortableNumber(String(key)) ?? '' };
  if (typeof key === 'string') return key === key.toLowerCase() ? fold(key) : key;
  if (Array.isArray(key)) return key.map(refold);
  return isObject(key) ? refolded(key) : key;
}

/** The ids of entries begin so (log/log-document.ts). */
const LOG = { where: ofType('log'), prefix: 'l.' };

/** @returns how many entries were written */
export async function rekeyLog(
  documents: DocumentStore,
  account: string,
  now: () => number,
): Promise<number> {
  let changed = 0;
  for await (const document of eachDocument(documents, account, LOG)) {
    const { id, type, name, k } = document;
    if (typeof name !== 'string' || !isObject(k)) continue;
    const names = foldedNames(name, String(k.name ?? ''));
    if (k.name === names) continue;
    const set = { '/k/name': names, '/ttl': secondsLeft(document, now()) };
    const { ok } = await documents.batch(account, [{ kind: 'patch', id, set, when: { type } }]);
    // An entry that is not there any more has outlived its time.
    if (ok) changed += 1;
  }
  return changed;
}

/** Of a renaming the key holds the former name as well, on a line of its own (log/log-document.ts). */
const foldedNames = (name: string, key: string): string =>
  [name, ...key.split('\n').slice(name.split('\n').length)].map(fold).join('\n');

/** The store counts from the last write: an entry must not live longer for being written again. */
function secondsLeft({ at, ttl }: StoredDocument, now: number): number {
  const age = Math.floor((now - Date.parse(String(at))) / 1000);
  return Math.max(1, Number(ttl) - Math.max(0, age));
}
