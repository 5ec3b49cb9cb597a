/** Accounts as documents; kept in memory for a while, so that a request costs no read of its account. */

import type { Account, AccountStore } from '../accounts/account.ts';
import type { Field } from '../kissflow/field.ts';
import type { DocumentStore, StoredDocument } from './document-store.ts';

/** Milliseconds after which another instance's change of an account is seen here. */
export const ACCOUNT_TTL = 30_000;

export function accountStore(documents: DocumentStore, now: () => number): AccountStore {
  const cache = new Map<string, { readonly account: Account | undefined; readonly until: number }>();

  const remember = (accountId: string, document: StoredDocument | undefined): Account | undefined => {
    const known = cache.get(accountId)?.account;
    const account = document && accountOf(document);
    // The same object for the same version: what was compiled from it stays valid.
    const current = known && account && known.version === account.version ? known : account;
    if (cache.size > 1000) cache.clear();
    cache.set(accountId, { account: current, until: now() + ACCOUNT_TTL });
    return current;
  };

  return {
    async find(accountId) {
      const hit = cache.get(accountId);
      if (hit && hit.until > now()) return hit.account;
      return remember(accountId, await documents.read(accountId, documentId(accountId)));
    },
    async ensure(account) {
      await documents.batch(account.id, [{ kind: 'create', document: documentOf(account) }]);
      const stored = remember(account.id, await documents.read(account.id, documentId(account.id)));
      if (!stored) throw new TypeError(`account ${account.id} was created and is not there`);
      return stored;
    },
  };
}

const documentId = (accountId: string): string => `a.${accountId}`;

const documentOf = ({ id, fields, log, ...rest }: Account): StoredDocument => ({
  ...rest,
  log: { ...log },
  id: documentId(id),
  type: 'account',
  accountId: id,
  fields: fields.map((field) => ({ ...field })),
});

// Written only by documentOf: the shape is ours, the casts say so.
const accountOf = (document: StoredDocument): Account => ({
  id: String(document.accountId),
  name: String(document.name),
  unsupportedAttributes: document.unsupportedAttributes === 'ignore' ? 'ignore' : 'reject',
  fields: document.fields as unknown as readonly Field[],
  log: (document.log ?? { values: false, days: 30 }) as unknown as Account['log'],
  version: Number(document.version),
});
