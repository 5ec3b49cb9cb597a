/** Names in the search keys of a provisioning log. */

import { isObject } from '../../scim/json.ts';
import { fold } from '../../scim/resource/compare.ts';
import { ofType } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { eachDocument } from '../documents/pages.ts';

/** @returns how many entries were written */
export async function rekeyLog(
  documents: DocumentStore,
  account: string,
  now: () => number,
): Promise<number> {
  let changed = 0;
  for await (const document of eachDocument(documents, account, ofType('log'))) {
    const { id, type, name, k } = document;
    if (typeof name !== 'string' || !isObject(k)) continue;
    const names = namesIn(name, String(k.name ?? ''));
    if (k.name === names) continue;
    const set = { '/k/name': names, '/ttl': secondsLeft(document, now()) };
    const { ok } = await documents.batch(account, [{ kind: 'patch', id, set, when: { type } }]);
    // One that is not there any more has outlived its time.
    if (ok) changed += 1;
  }
  return changed;
}

/** Of a renaming the key holds the former name as well, on a line of its own (log/log-document.ts). */
const namesIn = (name: string, key: string): string =>
  [name, ...key.split('\n').slice(name.split('\n').length)].map(fold).join('\n');

/** The store counts from the last write: an entry must not live longer for being written again. */
function secondsLeft({ at, ttl }: StoredDocument, now: number): number {
  const age = Math.floor((now - Date.parse(String(at))) / 1000);
  return Math.max(1, Number(ttl) - Math.max(0, age));
}
