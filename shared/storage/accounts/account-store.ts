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
import { inParallel, singleFlight } from '../../async/promises.ts';
import { everything } from '../documents/conditions.ts';
import type { BatchFailure, DocumentOperation, DocumentStore } from '../documents/document-store.ts';
import { everyDocument } from '../documents/pages.ts';
import { accountCache } from './account-cache.ts';
import { accountChange, accountDocument, accountDocumentId, storedAccount } from './account-document.ts';

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

  /** What the store says, which the cache may know to be old. */
  const read = async (accountId: string): Promise<Account | undefined> => {
    const document = await documents.read(accountId, accountDocumentId(accountId));
    return document && storedAccount(document);
  };

  /** As it is now, which the cache may know better than a store that lags behind. */
  const fresh = async (accountId: string): Promise<Account | undefined> => {
    const account = await read(accountId);
    return account && cache.remember(account);
  };

  /** Many requests at once, as after a start, read their account once. */
  const found = singleFlight(fresh);

  /** One operation on the document of the account. */
  const write = async (accountId: string, operation: DocumentOperation): Promise<Account | BatchFailure> => {
    const outcome = await documents.batch(accountId, [operation]);
    if (!outcome.ok) return outcome;
    const [document] = outcome.documents;
    return cache.remember(requireAccount(document && storedAccount(document), accountId));
  };

  /** The index comes first: after a crash it names an account that is not there, which lists leave out. */
  const createUnlessThere = async (account: Account): Promise<Account | BatchFailure> => {
    await reserve(documents, account.id);
    return write(account.id, { kind: 'create', document: accountDocument(account) });
  };

  const current = async (accountId: string): Promise<Account> =>
    requireAccount(ACCOUNT_ID.test(accountId) ? await fresh(accountId) : undefined, accountId);

  return {
    current,
    isKnown: cache.has,
    async find(accountId) {
      const known = cache.recall(accountId);
      onLookUp(known !== undefined);
      return known ?? found(accountId);
    },
    async list() {
      const index = await everyDocument(documents, INDEX_PARTITION, {
        where: everything,
        prefix: INDEX_PREFIX,
      });
      const accounts = await inParallel(index, ACCOUNTS_AT_ONCE, (entry) => read(String(entry.accountId)));
      return accounts.filter((account) => account !== undefined);
    },
    async create(account) {
      const created = await createUnlessThere(account);
      if ('ok' in created) throw idTaken(account.id);
      return created;
    },
    async ensure(account) {
      const created = await createUnlessThere(account);
      return 'ok' in created ? current(account.id) : created;
    },
    async update(accountId, version, change) {
      if (!ACCOUNT_ID.test(accountId)) throw noSuchAccount(accountId);
      const updated = await write(accountId, accountChange(accountId, version, change));
      if (!('ok' in updated)) return updated;
      throw updated.reason === 'missing' ? noSuchAccount(accountId) : accountChanged(accountId);
    },
  };
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

const noSuchAccount = (id: string) =>
  new AccountError(
    'unknown',
    `There is no account ${id.slice(0, 64)}: ids are case-sensitive; the list of accounts shows them.`,
  );

const idTaken = (id: string) =>
  new AccountError('taken', `The account id ${id} is in use: ids that differ only in case are the same.`);
