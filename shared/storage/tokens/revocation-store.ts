/** Revocation markers as documents in the partition of their account. */

import type { RevocationStore } from '../../tokens/token-stores.ts';
import { ofType } from '../documents/conditions.ts';
import type { DocumentStore } from '../documents/document-store.ts';
import { everyDocument } from '../documents/pages.ts';

const TYPE = 'revocation';

/** @param documents the container `accounts` */
export function revocationStore(documents: DocumentStore): RevocationStore {
  return {
    async revoke(accountId, tokenId, { at, by }) {
      const document = { id: documentId(tokenId), type: TYPE, tokenId, revokedAt: at, revokedBy: by };
      // Refused when it is there: the first revocation stands.
      await documents.batch(accountId, [{ kind: 'create', document }]);
    },

    async isRevoked(accountId, tokenId) {
      return (await documents.read(accountId, documentId(tokenId))) !== undefined;
    },

    async list(accountId) {
      const markers = await everyDocument(documents, accountId, ofType(TYPE));
      return new Map(
        markers.map(({ tokenId, revokedAt, revokedBy }) => [
          String(tokenId),
          { at: String(revokedAt), by: String(revokedBy) },
        ]),
      );
    },
  };
}

const documentId = (tokenId: string): string => `v.${tokenId}`;
