/** PORT. The provisioning log of accounts, newest entries first. */

import type { LogEntry, Outcome } from './entry.ts';

export interface LogQuery {
  /**
   * Part of a `userName` or `displayName` without regard to case, or the whole id or externalId of a resource, or of a
   * member that came or went.
   */
  readonly subject?: string;
  readonly outcome?: Outcome;
  /** ISO 8601 instants in UTC; `from` is included, `to` is not. */
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string;
}

export interface LogPage {
  readonly entries: readonly LogEntry[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
  /** On the first page: the minutes asked for in which more requests were refused than the log keeps. */
  readonly incomplete?: readonly string[];
}

export interface LogStore {
  /** Throws StoreUnavailable. */
  query(accountId: string, query: LogQuery): Promise<LogPage>;
  /** Best effort: never throws, and keeps only so many entries of an account each minute; that there were more is kept, too. */
  refuse(accountId: string, entry: LogEntry, days: number): Promise<void>;
}
