/**
 * An entry of an account's provisioning log (a write, or a request that was refused), and the PORT of the log. This room
 * says what an entry tells; it never writes one, and it keeps values only where the account's settings allow it.
 */

import type { Json } from '../scim/json.ts';

export type LoggedOperation = 'create' | 'replace' | 'modify' | 'delete' | 'read' | 'import';

type LogOutcome =
  /** Written. */
  | 'success'
  /** Accepted, with nothing to change. */
  | 'unchanged'
  /** Answered with an error: see `status`, `code` and `detail`. */
  | 'refused';

/** What a write did. */
export type LoggedEvent =
  | 'created'
  /** `active` became false. */
  | 'disabled'
  /** `active` is not false any more. */
  | 'restored'
  /** The unique attribute, such as the `userName` of a user, is another one. */
  | 'renamed'
  | 'changed'
  | 'members-changed'
  | 'deleted';

export interface ChangedAttribute {
  /** Path of the attribute; with its URN if an extension holds it. */
  readonly attribute: string;
  /**
   * Left out where there was or is none. Every log keeps whether a user is active, and the old and the new name at a
   * renaming; other values only where the account keeps values in its log.
   */
  readonly before?: Json;
  readonly after?: Json;
}

/** How many members were asked to be added and removed; of a cleared list `cleared`. */
export interface LoggedMembers {
  readonly added: number;
  readonly removed: number;
  readonly cleared: boolean;
  /** The first ones of those named. */
  readonly ids: readonly string[];
}

/** By what an administrator looks for a user or group in the log. Left out where it is not known. */
export interface Subject {
  /** The unique attribute of its resource type, or else `displayName`. */
  readonly name?: string;
  /** In Entra ID the object id, as its portal shows it. */
  readonly externalId?: string;
}

export interface LogEntry extends Subject {
  readonly id: string;
  /** ISO 8601 instant in UTC. */
  readonly at: string;
  readonly operation: LoggedOperation;
  /** Its name; left out where the request was for an endpoint of no resource type. */
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly outcome: LogOutcome;
  /** Of a write. */
  readonly event?: LoggedEvent;
  /** Of the answer. */
  readonly status: number;
  readonly scimType?: string;
  /** What went wrong, for programs. */
  readonly code?: string;
  /** The sentence that the client got; without its data unless the account keeps values in its log. */
  readonly detail?: string;
  /** Path of the attribute that `detail` is about. */
  readonly field?: string;
  /** What to do about it, as a sentence. */
  readonly remedy?: string;
  readonly attributes: readonly ChangedAttribute[];
  readonly members?: LoggedMembers;
  /** Requests that were refused alike within an hour, where they share an entry: those with one token that opens nothing. */
  readonly count?: number;
  /** What an administrator should look at, though it was done. */
  readonly warning?: string;
  /** Of a refusal: true when the user should have been disabled by it, and is still active. */
  readonly leavesActive?: boolean;
  /** Names of client quirks that were tolerated. */
  readonly quirks: readonly string[];
  /** Attributes whose data was dropped, because the account lacks them and ignores such data. */
  readonly ignored: readonly string[];
  /** Of an import: who called the manage API. */
  readonly by?: string;
  readonly correlationId: string;
  /** Empty for an import, which no token does. */
  readonly tokenId: string;
}

/** An entry, and for how many days the store keeps it. */
export interface KeptEntry {
  readonly entry: LogEntry;
  readonly days: number;
  /** Of a renaming: the entry is found by either name. */
  readonly formerName?: string;
}

export interface LogQuery {
  /**
   * Part of a `userName` or `displayName` without regard to case, or the whole id or externalId of a resource, or of a
   * member that came or went.
   */
  readonly subject?: string;
  readonly outcome?: LogOutcome;
  readonly operation?: LoggedOperation;
  /** Of a refusal. */
  readonly code?: string;
  readonly tokenId?: string;
  /** Of the user or group that the request was about. */
  readonly resourceId?: string;
  /** ISO 8601 instants in UTC; `from` is included, `to` is not. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string;
}

interface LogPage {
  readonly entries: readonly LogEntry[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
  /** On the first page: the minutes asked for in which more requests were refused than the log keeps. */
  readonly incomplete?: readonly string[];
}

/** By what entries about one user or group are found: whole values, at least one; names without regard to case. */
export interface Identifiers {
  readonly ids: readonly string[];
  readonly names: readonly string[];
  readonly externalIds: readonly string[];
}

/** Newest entries first. */
export interface LogStore {
  /** Throws StoreUnavailable. */
  query(accountId: string, query: LogQuery): Promise<LogPage>;
  /**
   * Reads no entry but those about `whom`, who is found by former names, too; a group does not count as about its members.
   * Throws StoreUnavailable.
   * @param whom all entries when left out
   */
  latest(accountId: string, limit: number, whom?: Identifiers): Promise<readonly LogEntry[]>;
  /**
   * Best effort: never throws, and keeps only so many entries of an account each minute. When there were more, the page
   * of that minute says so (`incomplete`).
   */
  refuse(accountId: string, entry: LogEntry, days: number): Promise<void>;
  /**
   * Requests with a token that opens nothing any more: one entry for each token and hour (and process), with their count,
   * which lags behind by up to a minute. Never throws.
   */
  refuseToken(accountId: string, entry: LogEntry, days: number): Promise<void>;
}
