/**
 * An entry of an account's administrators' log (a change through the manage API), and the PORT of the log. An entry is
 * begun before the change and completed after it, so that a crash shows as an entry without an end.
 */

import type { Json } from '../scim/json.ts';

/** What became of a change. */
export type AdministratorsOutcome =
  | 'done'
  /** Answered with an error of the caller (4xx): nothing was changed. */
  | 'refused'
  /** Answered with an error of the service (5xx): some or all of the change may have been made. */
  | 'failed';

/** A setting, a field or a term of a token. */
export interface ChangedSetting {
  /** `name`, `log.values`, `fields.costCenter`. */
  readonly setting: string;
  /** Left out where there was or is none, and where the values of one entry are too long. */
  readonly before?: Json;
  readonly after?: Json;
}

/** What is known before a change. */
export interface BegunEntry {
  readonly id: string;
  /** ISO 8601 instant in UTC. */
  readonly at: string;
  /** operationId of the manage API. */
  readonly operation: string;
  /** Object id in Entra ID, or the name of a local key. */
  readonly by: string;
  /** Of the user or application in Entra ID, or of the operating-system user. */
  readonly name?: string;
  /** Where the call came from. */
  readonly from: 'manage-api' | 'command-line';
  /** Of the token that was to be ended or replaced. */
  readonly tokenId?: string;
  readonly correlationId: string;
}

/** What is known after it. */
export interface EntryEnd {
  readonly outcome: AdministratorsOutcome;
  /** ISO 8601 instant in UTC. */
  readonly endedAt: string;
  /** Of the answer. */
  readonly status: number;
  /** Of an error: the kind of problem, for programs. */
  readonly code?: string;
  /** Of the token that was made. */
  readonly newTokenId?: string;
  readonly changes?: readonly ChangedSetting[];
}

/** `begun`: the change is under way, or the service stopped before its end: look what became of it. */
export type AdministratorsEntry = BegunEntry & ({ readonly outcome: 'begun' } | EntryEnd);

export interface AdministratorsQuery {
  /** operationId of the manage API. */
  readonly operation?: string;
  /** ISO 8601 instants in UTC; `from` is included, `to` is not. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string;
}

interface AdministratorsPage {
  readonly entries: readonly AdministratorsEntry[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

/**
 * Append-only: no entry is deleted, and none is changed but to complete it, once. Entries outlive their account. Every
 * method throws StoreUnavailable.
 */
export interface AdministratorsLog {
  begin(accountId: string, entry: BegunEntry): Promise<void>;
  /** Has no effect on an entry that is complete. */
  complete(accountId: string, entry: Pick<BegunEntry, 'id' | 'at'>, end: EntryEnd): Promise<void>;
  /** Newest entries first. */
  query(accountId: string, query: AdministratorsQuery): Promise<AdministratorsPage>;
}
