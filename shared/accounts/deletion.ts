/** The PORT that deletes accounts. An account is taken out of use first; its data is removed afterwards, as owed work. */

import type { BegunEntry } from '../administrators-log/entry.ts';

/** An account that is out of use. */
export interface Deletion {
  readonly accountId: string;
  /** RFC 3339: when it was taken out of use. */
  readonly since: string;
  /** Who did it, as in the administrators' log. */
  readonly by: string;
  /** Of the administrators' log; completed when the last document is removed. */
  readonly entryId: string;
}

/** What a deletion leaves, and where; shown to administrators verbatim. */
export const KEPT: readonly string[] = [
  "The administrators' log of the account, with the markers of its revoked tokens and its id: for good, as proof of who changed and deleted it.",
  'The secrets of its tokens in Azure Key Vault, in soft delete: 90 days, then the vault purges them. A vault without purge protection does it at once: az keyvault secret purge. They open nothing, as the tokens are revoked.',
  'Backups that were made before: as long as they are kept (Cosmos DB: the retention of its backup policy).',
  'On a service with a data folder: free pages of scim.db and secrets.db, which hold former content until they are used again. A backup that is made from now on has none; to empty them, stop the service, and run VACUUM on both files.',
];

export interface DeletionProgress {
  /** Documents of the account that are still there. */
  readonly documentsLeft: number;
  /** RFC 3339: not before then are the last ones removed, which requests under way may still write. */
  readonly endsAfter: string;
}

/**
 * Removes users, groups, the provisioning log, activity, tokens and settings of an account, in small steps. Any process
 * goes on where another one stopped, and two at once do no harm. What is kept: the administrators' log, the revocation
 * markers of its tokens, and its id with the number of its last version. Every method throws StoreUnavailable.
 */
export interface AccountDeletion {
  /** Takes the account out of use, here at once and on all instances within 30 s; done again it changes nothing. @throws AccountError `unknown` */
  begin(accountId: string, entry: Pick<BegunEntry, 'id' | 'at' | 'by'>): Promise<Deletion>;
  /** @returns undefined when the account is in use, deleted, or never was there */
  find(accountId: string): Promise<Deletion | undefined>;
  /** True of an account that is deleted, as long as no other has its id. */
  isDone(accountId: string): Promise<boolean>;
  /** All that are not done yet. */
  pending(): Promise<readonly Deletion[]>;
  /** @param deadline milliseconds since the epoch. @returns whether something is left */
  advance(deletion: Deletion, deadline: number): Promise<boolean>;
  progress(deletion: Deletion): Promise<DeletionProgress>;
}
