/**
 * Accounts as documents, each in its own partition; kept in memory for a while, so that a request costs no read of its
 * account. One index document for each id, in a partition of their own, makes ids unique without case, and lists them.
 * What a change of fields means is decided in shared/accounts; here it is only written.
 */

import {
  ACCOUNT_ID,
  type Account,
  AccountError,
  type AccountStore,
  accountChanged,
} from '../../accounts/account.ts';
import type { Deletion } from '../../accounts/deletion.ts';
import { inParallel, singleFlight } from '../../async/promises.ts';
import { everything } from '../documents/conditions.ts';
import type {
  BatchFailure,
  DocumentOperation,
  DocumentStore,
  StoredDocument,
} from '../documents/document-store.ts';
import { everyDocument } from '../documents/pages.ts';
import { accountCache } from './account-cache.ts';
import {
  accountAnew,
  accountChange,
  accountDocument,
  accountDocumentId,
  isTombstone,
  storedAccount,
  storedDeletion,
} from './account-document.ts';

/** An account may have this id: the index differs from its documents by type and id. */
const INDEX_PARTITION = 'accounts';
const INDEX_TYPE = 'account-index';
const INDEX_PREFIX = 'n.';

/**
 * Accounts of a list that are read at the same time. The cache does not remember them: they would push out those in
 * use.
 */
const ACCOUNTS_AT_ONCE = 20;

/**
 * @param documents the container `accounts`
 * @param now milliseconds that never go back
 * @param onLookUp told whether an account was found in memory
 */
export function accountStore(
  documents: DocumentStore,
  now: () => number,
  onLookUp: (hit: boolean) => void = () => {},
): AccountStore {
  const cache = accountCache(now);

  const read = (accountId: string) => documents.read(accountId, accountDocumentId(accountId));

  /** As it is now, which the cache may know better than a store that lags behind. @param document as the store has it */
  const remembered = (accountId: string, document: StoredDocument | undefined): Account | undefined => {
    const account = storedAccount(document);
    if (!account) cache.forget(accountId);
    return account && cache.remember(account);
  };

  /** Many requests at once, as after a start, read their account once. */
  const found = singleFlight(async (accountId: string) => remembered(accountId, await read(accountId)));

  /** One operation on the document of the account. */
  const write = async (accountId: string, operation: DocumentOperation): Promise<Account | BatchFailure> => {
    const outcome = await documents.batch(accountId, [operation]);
    if (!outcome.ok) return outcome;
    return cache.remember(requireAccount(storedAccount(outcome.documents[0]), accountId));
  };

  /** The index comes first: after a crash it names an account that is not there, which lists leave out. */
  const createUnlessThere = async (account: Account): Promise<Account | BatchFailure> => {
    await reserve(documents, account.id);
    const created = await write(account.id, { kind: 'create', document: accountDocument(account) });
    return 'ok' in created ? write(account.id, accountAnew(account)) : created;
  };

  return {
    async current(accountId) {
      if (!ACCOUNT_ID.test(accountId)) throw noSuchAccount(accountId);
      const document = await read(accountId);
      const account = remembered(accountId, document);
      if (!account) throw absent(accountId, document);
      return account;
    },
    isKnown: cache.has,
    forget: cache.forget,
    async find(accountId) {
      const known = cache.recall(accountId);
      onLookUp(known !== undefined);
      return known ?? found(accountId);
    },
    async list() {
      const accounts = (await accountDocuments(documents)).map(storedAccount);
      return accounts.filter((account) => account !== undefined);
    },
    async create(account) {
      const created = await createUnlessThere(account);
      if ('ok' in created) throw taken(account.id, await read(account.id));
      return created;
    },
    async ensure(account) {
      const created = await createUnlessThere(account);
      if (!('ok' in created)) return created;
      const document = await read(account.id);
      const there = remembered(account.id, document);
      if (!there) throw taken(account.id, document);
      return there;
    },
    async update(accountId, version, change) {
      if (!ACCOUNT_ID.test(accountId)) throw noSuchAccount(accountId);
      const updated = await write(accountId, accountChange(accountId, version, change));
      if (!('ok' in updated)) return updated;
      throw updated.reason === 'missing' ? noSuchAccount(accountId) : accountChanged(accountId);
    },
  };
}

/** Of all accounts, also those that are deleted. */
export async function accountDocuments(documents: DocumentStore): Promise<(StoredDocument | undefined)[]> {
  const index = await everyDocument(documents, INDEX_PARTITION, { where: everything, prefix: INDEX_PREFIX });
  return inParallel(index, ACCOUNTS_AT_ONCE, ({ accountId }) =>
    documents.read(String(accountId), accountDocumentId(String(accountId))),
  );
}

function requireAccount(account: Account | undefined, accountId: string): Account {
  if (!account) throw noSuchAccount(accountId);
  return account;
}

/**
 * The first spelling of an id is the only one, also when its account was never created: another request may be at it.
 */
async function reserve(documents: DocumentStore, accountId: string): Promise<void> {
  const id = `${INDEX_PREFIX}${accountId.toLowerCase()}`;
  const operation = { kind: 'create', document: { id, type: INDEX_TYPE, accountId } } as const;
  const outcome = await documents.batch(INDEX_PARTITION, [operation]);
  if (outcome.ok) return;
  const owner = String((await documents.read(INDEX_PARTITION, id))?.accountId);
  if (owner !== accountId) throw idTaken(owner);
}

export const noSuchAccount = (id: string) =>
  new AccountError(
    'unknown',
    `There is no account ${id.slice(0, 64)}: ids are case-sensitive; the list of accounts shows them.`,
  );

/** Why there is no account: whoever looks for it has not deleted it. @param document in the place of its own */
function absent(id: string, document: StoredDocument | undefined): AccountError {
  const deletion = storedDeletion(document);
  const fate = deletion ? `is being deleted, since ${deletion.since}` : 'was deleted';
  return deletion || isTombstone(document)
    ? new AccountError('unknown', `The account ${id} ${fate}: its administrators' log says by whom.`)
    : noSuchAccount(id);
}

/** Why the id is not to be had. @param document in the place of that of another account */
function taken(id: string, document: StoredDocument | undefined): AccountError {
  const deletion = storedDeletion(document);
  return deletion ? stillThere(deletion) : idTaken(id);
}

const idTaken = (id: string) =>
  new AccountError('taken', `The account id ${id} is in use: ids that differ only in case are the same.`);

const stillThere = ({ accountId, since }: Deletion) =>
  new AccountError(
    'leaving',
    `The account ${accountId} is being deleted, since ${since}: repeat the deletion until it is done. Then the id is free.`,
  );
