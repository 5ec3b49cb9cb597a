/** Days of last use as documents, one for each token, in the partition of its account. */

import type { TokenUse } from '../../tokens/token-stores.ts';
import { ofType } from '../documents/conditions.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { everyDocument } from '../documents/pages.ts';

const TYPE = 'token-use';
/** Seconds. */
const TWO_DAYS = 2 * 24 * 3600;

/** @param documents the container `activity` */
export function tokenUseStore(documents: DocumentStore): TokenUse {
  return {
    async record(accountId, tokenId, day) {
      const document = { id: `t.${tokenId}`, type: TYPE, tokenId, lastUsed: day };
      await documents.batch(accountId, [{ kind: 'upsert', document }]);
    },

    async claimWarning(accountId, tokenId, day) {
      const document = { id: `w.${tokenId}.${day}`, type: 'token-warning', ttl: TWO_DAYS };
      return (await documents.batch(accountId, [{ kind: 'create', document }])).ok;
    },

    async list(accountId) {
      const uses = await everyDocument(documents, accountId, ofType(TYPE));
      return new Map(uses.map(({ tokenId, lastUsed }) => [String(tokenId), String(lastUsed)]));
    },
  };
}
