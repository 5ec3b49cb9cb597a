/**
 * The document of an account: its shape, and its way to and from the account. A deleted account leaves a tombstone: its id,
 * under which its administrators' log is found, and its version, from which another account with this id counts on.
 */

import type { Account, AccountChange } from '../../accounts/account.ts';
import type { Deletion } from '../../accounts/deletion.ts';
import type { Field } from '../../kissflow/field.ts';
import { assigned, type Json } from '../../scim/json.ts';
import type { DocumentOperation, Guard, StoredDocument } from '../documents/document-store.ts';

const ACCOUNT_TYPE = 'account';
const TOMBSTONE_TYPE = 'deleted-account';

export const accountDocumentId = (accountId: string): string => `a.${accountId}`;

export const accountDocument = ({ id, version, ...rest }: Account): StoredDocument => ({
  ...properties(rest),
  id: accountDocumentId(id),
  type: ACCOUNT_TYPE,
  accountId: id,
  version,
});

/** Sets what is given, and the next version, if the account still has `version`. */
export const accountChange = (accountId: string, version: number, change: AccountChange): DocumentOperation =>
  nextVersion(accountId, properties(change), { type: ACCOUNT_TYPE, version });

/** In the place of a tombstone. No instance takes it for the former account, which it may remember: its version is higher. */
export const accountAnew = ({ id, version: _, ...rest }: Account): DocumentOperation =>
  nextVersion(id, { ...properties(rest), type: ACCOUNT_TYPE }, { type: TOMBSTONE_TYPE });

/** Takes the account out of use, and is refused when it was changed meanwhile. */
export const departure = ({ accountId, since, by, entryId }: Deletion, version: number): DocumentOperation =>
  nextVersion(
    accountId,
    { deletingSince: since, deletion: { by, entryId } },
    { type: ACCOUNT_TYPE, version, deletingSince: undefined },
  );

const nextVersion = (
  accountId: string,
  set: Readonly<Record<string, Json>>,
  when: Guard,
): DocumentOperation => ({
  kind: 'patch',
  id: accountDocumentId(accountId),
  set: Object.fromEntries(Object.entries(set).map(([name, json]) => [`/${name}`, json])),
  increment: { '/version': 1 },
  when,
});

const KEPT = ['id', 'type', 'accountId', 'version'];

/** @param document of an account that is out of use */
export const burial = (document: StoredDocument): DocumentOperation => ({
  kind: 'patch',
  id: document.id,
  set: { '/type': TOMBSTONE_TYPE },
  remove: Object.keys(document)
    .filter((name) => !KEPT.includes(name))
    .map((name) => `/${name}`),
  when: { type: ACCOUNT_TYPE, deletingSince: String(document.deletingSince) },
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

const isAccount = (document: StoredDocument | undefined): document is StoredDocument =>
  document?.type === ACCOUNT_TYPE;

/** @returns undefined unless it is an account in use */
export const storedAccount = (document: StoredDocument | undefined): Account | undefined =>
  isAccount(document) && document.deletingSince === undefined ? accountIn(document) : undefined;

// Written only by those above, so the casts hold.
const accountIn = (document: StoredDocument): Account => ({
  ...(typeof document.keysStaleSince === 'string' ? { keysStaleSince: document.keysStaleSince } : {}),
  id: String(document.accountId),
  name: String(document.name),
  unsupportedAttributes: document.unsupportedAttributes === 'ignore' ? 'ignore' : 'reject',
  fields: document.fields as unknown as readonly Field[],
  formerFields: (document.formerFields ?? []) as unknown as NonNullable<Account['formerFields']>,
  log: (document.log ?? { values: false, days: 30 }) as unknown as Account['log'],
  version: Number(document.version),
});

/** Whether an account was deleted, and no other has its id. */
export const isTombstone = (document: StoredDocument | undefined): boolean =>
  document?.type === TOMBSTONE_TYPE;

/** @returns undefined unless it is an account that is out of use, and not deleted yet */
export const storedDeletion = (document: StoredDocument | undefined): Deletion | undefined =>
  isAccount(document) && document.deletingSince !== undefined
    ? {
        ...(document.deletion as unknown as Pick<Deletion, 'by' | 'entryId'>),
        accountId: String(document.accountId),
        since: String(document.deletingSince),
      }
    : undefined;
