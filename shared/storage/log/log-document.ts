/** Entry <-> document. Ids grow as time goes back, so that a query in order of id gives the newest entries first. */

import type { KeptEntry, LogEntry } from '../../provisioning-log/entry.ts';
import { assigned, type JsonObject } from '../../scim/json.ts';
import { fold } from '../../scim/resource/compare.ts';
import type { StoredDocument } from '../documents/document-store.ts';

const SECONDS_PER_DAY = 24 * 3600;
/** What the ids of all entries begin with. */
export const LOG_PREFIX = 'l.';
/** Milliseconds since the epoch that are never reached; 14 digits. */
export const END_OF_TIME = 10 ** 14 - 1;

export function logDocument({ entry, days, formerName }: KeptEntry): StoredDocument {
  const { id, at, outcome, operation, code, tokenId, resourceId, name, externalId, members } = entry;
  return {
    ...(assigned(entry) as unknown as JsonObject),
    id: `${LOG_PREFIX}${END_OF_TIME - Date.parse(at)}.${id}`,
    type: 'log',
    ttl: days * SECONDS_PER_DAY,
    entryId: id,
    k: assigned({
      at,
      outcome,
      operation,
      code,
      // An import is done by no token.
      tokenId: tokenId === '' ? undefined : tokenId,
      resourceId,
      name: name === undefined ? undefined : fold(name),
      formerName: formerName === undefined ? undefined : fold(formerName),
      externalId,
      members: members && members.ids.length > 0 ? members.ids : undefined,
    }),
  };
}

export const INCOMPLETE = 'log-incomplete';

/**
 * Says that the log lacks entries of a minute.
 * @param entry the first that is not kept
 */
export const incompleteDocument = ({ id, at }: LogEntry, days: number): StoredDocument => ({
  id: `${LOG_PREFIX}${END_OF_TIME - Date.parse(at)}.${id}`,
  type: INCOMPLETE,
  ttl: days * SECONDS_PER_DAY,
  at: `${at.slice(0, 16)}:00.000Z`,
  k: { at },
});

/** Written only by logDocument. */
export function logEntry(document: StoredDocument): LogEntry {
  const { id: _id, type: _type, ttl: _ttl, k: _k, entryId, ...entry } = document;
  return { ...entry, id: String(entryId) } as unknown as LogEntry;
}
