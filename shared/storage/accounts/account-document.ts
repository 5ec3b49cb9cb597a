/** The document of an account: its shape, and its way to and from the account. */

import type { Account, AccountChange } from '../../accounts/account.ts';
import type { Field } from '../../kissflow/field.ts';
import { assigned, type Json } from '../../scim/json.ts';
import type { DocumentOperation, StoredDocument } from '../documents/document-store.ts';

const ACCOUNT_TYPE = 'account';

export const accountDocumentId = (accountId: string): string => `a.${accountId}`;

export const accountDocument = ({ id, version, ...rest }: Account): StoredDocument => ({
  ...properties(rest),
  id: accountDocumentId(id),
  type: ACCOUNT_TYPE,
  accountId: id,
  version,
});

/** Sets what is given, and the next version, if the account still has `version`. */
export const accountChange = (
  accountId: string,
  version: number,
  change: AccountChange,
): DocumentOperation => ({
  kind: 'patch',
  id: accountDocumentId(accountId),
  set: Object.fromEntries(Object.entries(properties(change)).map(([name, json]) => [`/${name}`, json])),
  increment: { '/version': 1 },
  when: { type: ACCOUNT_TYPE, version },
});

/** Only what an account has: anything else would become part of the document. */
function properties(change: AccountChange): Readonly<Record<string, Json>> {
  const { name, unsupportedAttributes, fields, formerFields, keysStaleSince, log } = change;
  return assigned({
    name,
    unsupportedAttributes,
    fields: fields?.map((field) => ({ ...field })),
    formerFields: formerFields?.map((field) => ({ ...field })),
    keysStaleSince,
    log: log && { ...log },
  });
}

// Written only by the two above, so the casts hold.
export const storedAccount = (document: StoredDocument): Account => ({
  ...(typeof document.keysStaleSince === 'string' ? { keysStaleSince: document.keysStaleSince } : {}),
  id: String(document.accountId),
  name: String(document.name),
  unsupportedAttributes: document.unsupportedAttributes === 'ignore' ? 'ignore' : 'reject',
  fields: document.fields as unknown as readonly Field[],
  formerFields: (document.formerFields ?? []) as unknown as NonNullable<Account['formerFields']>,
  log: (document.log ?? { values: false, days: 30 }) as unknown as Account['log'],
  version: Number(document.version),
});
