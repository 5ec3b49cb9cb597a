/**
 * The administrators' log in the container `accounts`, beside its account and without a lifetime. Ids grow as time goes
 * back, so that the newest entries come first and a span of time is a range of ids.
 */

import type {
  AdministratorsEntry,
  AdministratorsLog,
  AdministratorsQuery,
  BegunEntry,
} from '../../administrators-log/entry.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { assigned, type Json, type JsonObject } from '../../scim/json.ts';
import { all, ofType } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import { MANY } from '../documents/pages.ts';
import { END_OF_TIME } from './log-document.ts';

const TYPE = 'administrators-log';
const PREFIX = 'a.';

/** @param documents the container `accounts` */
export function administratorsLog(documents: DocumentStore): AdministratorsLog {
  return {
    async begin(accountId, entry) {
      const document = { ...entryDocument(entry), outcome: 'begun' };
      await documents.batch(accountId, [{ kind: 'create', document }]);
    },

    async complete(accountId, entry, end) {
      const set = Object.entries(assigned(end)).map(([name, value]) => [`/${name}`, value as Json]);
      const when = { type: TYPE, outcome: 'begun' };
      const id = documentId(entry);
      await documents.batch(accountId, [{ kind: 'patch', id, set: Object.fromEntries(set), when }]);
    },

    async query(accountId, { operation, from, to, limit, cursor }) {
      const where = operation === undefined ? ofType(TYPE) : all(ofType(TYPE), byOperation(operation));
      const after = laterOf(cursor, to);
      // In order of id, however few they are: no index of this container knows the operation.
      const asked = { where, prefix: PREFIX, limit: limit + 1, after, hits: MANY };
      const page = await documents.query(accountId, asked);
      const since = page.filter(({ at }) => from === undefined || String(at) >= from);
      const shown = since.slice(0, limit);
      const isEnd = since.length < page.length || (shown.length === page.length && !page.isCut);
      return { entries: shown.map(entryOf), nextCursor: isEnd ? undefined : shown.at(-1)?.id };
    },
  };
}

/** The account's own document is `a.{account id}`, which has no such number and no dot. */
const documentId = ({ id, at }: Pick<BegunEntry, 'id' | 'at'>): string =>
  `${PREFIX}${END_OF_TIME - Date.parse(at)}.${id}`;

const byOperation = (value: string): Condition => ({
  kind: 'compare',
  path: ['k', 'operation'],
  comparator: 'eq',
  value,
});

/** Behind the cursor, and behind all entries of `to` and later: letters of a UUID end at f. */
function laterOf(cursor: string | undefined, to: AdministratorsQuery['to']): string | undefined {
  const bound = to && documentId({ id: 'g', at: to });
  if (cursor === undefined || bound === undefined) return cursor ?? bound;
  return cursor > bound ? cursor : bound;
}

const entryDocument = (entry: BegunEntry): StoredDocument => ({
  ...(assigned(entry) as unknown as JsonObject),
  id: documentId(entry),
  type: TYPE,
  entryId: entry.id,
  k: { operation: entry.operation },
});

/** Written only by the two above. */
function entryOf(document: StoredDocument): AdministratorsEntry {
  const { id: _id, type: _type, k: _k, entryId, ...entry } = document;
  return { ...entry, id: String(entryId) } as unknown as AdministratorsEntry;
}
