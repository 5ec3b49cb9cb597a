/**
 * Deletes an account: it is taken out of use, then its documents are removed in batches, and at last a tombstone takes the
 * place of its own document. Nothing says how far this has come but what is still there, so any process may go on. In the
 * container `accounts` the administrators' log and the markers of revoked tokens stay.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountStore } from '../../accounts/account.ts';
import type { AccountDeletion, Deletion } from '../../accounts/deletion.ts';
import type { AdministratorsLog } from '../../administrators-log/entry.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import { everything } from '../documents/conditions.ts';
import type { DocumentStore, StoredDocument } from '../documents/document-store.ts';
import {
  accountDocumentId,
  burial,
  departure,
  isTombstone,
  storedAccount,
  storedDeletion,
} from './account-document.ts';
import { accountDocuments, noSuchAccount } from './account-store.ts';

/**
 * Milliseconds after which no request that knows the account writes any more: another instance remembers it for 30 s, a
 * function runs for a minute, and its counts are written within another one.
 */
export const FORGOTTEN_EVERYWHERE = 180_000;

/** Documents of one batch. Where other accounts share the throughput, 200 a second: as search keys that follow a field. */
const PER_BATCH = 50;
const BATCH_TIME = 250;

interface DeletionParts {
  readonly containers: Readonly<Record<'accounts' | 'resources' | 'activity', DocumentStore>>;
  /** True where other accounts share the throughput of the store. */
  readonly isShared: boolean;
  readonly accounts: Pick<AccountStore, 'forget'>;
  readonly tokens: { removeAll(accountId: string, by: string): Promise<void> };
  readonly administratorsLog: Pick<AdministratorsLog, 'complete'>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function accountDeletion(parts: DeletionParts): AccountDeletion {
  const { containers, accounts, tokens, administratorsLog, now } = parts;
  const read = (accountId: string) => containers.accounts.read(accountId, accountDocumentId(accountId));
  const pause = parts.isShared ? BATCH_TIME : 0;

  /** @returns the document of the account when it is out of use */
  async function depart(deletion: Deletion): Promise<StoredDocument> {
    for (;;) {
      const document = await read(deletion.accountId);
      if (document && storedDeletion(document)) return document;
      const account = storedAccount(document);
      if (!account) throw noSuchAccount(deletion.accountId);
      // Refused when it was changed meanwhile, or taken out of use by another process.
      await containers.accounts.batch(account.id, [departure(deletion, account.version)]);
    }
  }

  /** @returns false when time ran out */
  async function empty(documents: DocumentStore, accountId: string, deadline: number): Promise<boolean> {
    for (;;) {
      const started = now();
      const page = await documents.query(accountId, { where: everything, after: '', limit: PER_BATCH });
      if (page.length === 0) return true;
      if (started >= deadline) return false;
      // Refused when another process was faster, or the time of a document is over: they are not there any more.
      await documents.batch(
        accountId,
        page.map(({ id }) => ({ kind: 'delete', id })),
      );
      await sleep(Math.max(0, started + pause - now()));
    }
  }

  async function end({ accountId, since, entryId }: Deletion): Promise<void> {
    const document = await read(accountId);
    if (!document || storedDeletion(document)?.since !== since) return;
    const endedAt = new Date(now()).toISOString();
    await administratorsLog.complete(
      accountId,
      { id: entryId, at: since },
      { outcome: 'done', endedAt, status: 200 },
    );
    await containers.accounts.batch(accountId, [burial(document)]);
  }

  return {
    async begin(accountId, { id: entryId, at: since, by }) {
      const document = await depart({ accountId, since, by, entryId });
      accounts.forget(accountId);
      return storedDeletion(document) ?? { accountId, since, by, entryId };
    },
    find: async (accountId) => storedDeletion(await read(accountId)),
    isDone: async (accountId) => isTombstone(await read(accountId)),
    async pending() {
      const deletions = (await accountDocuments(containers.accounts)).map(storedDeletion);
      return deletions.filter((deletion) => deletion !== undefined);
    },
    async advance(deletion, deadline) {
      const { accountId, by } = deletion;
      const isLast = now() >= endsAfter(deletion);
      await tokens.removeAll(accountId, by);
      for (const documents of [containers.resources, containers.activity])
        if (!(await empty(documents, accountId, deadline))) return true;
      if (isLast) await end(deletion);
      return !isLast;
    },
    async progress(deletion) {
      const counts = [containers.resources, containers.activity].map((documents) =>
        documents.count(deletion.accountId, OF_ANY_TYPE),
      );
      const documentsLeft = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
      return { documentsLeft, endsAfter: new Date(endsAfter(deletion)).toISOString() };
    },
  };
}

const endsAfter = ({ since }: Deletion): number => Date.parse(since) + FORGOTTEN_EVERYWHERE;

/** Every document has a type: an index counts them. */
const OF_ANY_TYPE: Condition = { kind: 'compare', path: ['type'], comparator: 'ge', value: '' };
