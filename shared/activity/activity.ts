/**
 * What goes on in an account, as its operator asks: which tokens are in use, how many changes and refusals there were and
 * why, how many users are disabled. This room counts what requests tell it, and the PORT below keeps the counts. It reads
 * neither a request nor a resource, and holds no values of attributes.
 */

import type { TokenUse } from '../tokens/token-stores.ts';

/** A request that has its answer. */
export interface AnsweredRequest {
  readonly account: string;
  /** The token that opened the account. */
  readonly tokenId?: string | undefined;
  /** What a write did; `unchanged` where there was nothing to do. */
  readonly change?: string | undefined;
  /** By how many there are more disabled users now. */
  readonly disabledUsers?: number | undefined;
  readonly refusal?: RefusalReason | undefined;
  /** Ids of retiring fields that values were sent for. */
  readonly retiring?: Iterable<string> | undefined;
  /** The service could not answer as it should: it failed, or asked for fewer requests. */
  readonly isFailure?: boolean | undefined;
}

export interface RefusalReason {
  /** For programs; of a fixed list. */
  readonly code: string;
  /** Path of the attribute that it is about. */
  readonly field?: string | undefined;
  /** What to do about it, as a sentence. */
  readonly remedy?: string | undefined;
}

/** Of one hour, as one process counted it, or of several put together. */
export interface ActivityCounts {
  /** Writes, by what they did. */
  readonly changes: Readonly<Record<string, number>>;
  /** By code. */
  readonly refusals: Readonly<Record<string, RefusalCount>>;
  readonly failures: number;
}

export interface RefusalCount {
  readonly count: number;
  /** ISO 8601 instant in UTC. */
  readonly lastAt: string;
  /** Of the last one. */
  readonly field?: string;
  /** Of the last one. */
  readonly remedy?: string;
}

/** A number that was true at `countedAt`, an ISO 8601 instant in UTC, and has followed the changes since. */
export interface CountedUsers {
  readonly disabled: number;
  readonly countedAt: string;
}

/** What the recorder writes with. Every method throws StoreUnavailable. */
export interface ActivityWriter {
  /**
   * Replaces the counts that were written under the same id.
   * @param hour `YYYY-MM-DDTHH` in UTC; @param id of these counts among all of the hour
   */
  writeHour(account: string, hour: string, id: string, counts: ActivityCounts): Promise<void>;
  readonly writeUse: TokenUse['record'];
  /** @param at when a client last sent a value for the retiring field: an ISO 8601 instant in UTC */
  writeSent(account: string, fieldId: string, at: string): Promise<void>;
  /** Changes nothing where disabled users have not been counted yet. */
  addDisabled(account: string, by: number): Promise<void>;
  /** False for an account that was deleted. */
  isThere(account: string): Promise<boolean>;
}

/** Every method throws StoreUnavailable. */
export interface ActivityStore extends Omit<ActivityWriter, 'writeUse' | 'isThere'> {
  /** @param hour the first one: `YYYY-MM-DDTHH` in UTC */
  hoursSince(account: string, hour: string): Promise<readonly ActivityCounts[]>;
  /** When values for fields that retire, or did, were sent last: ISO 8601 instants in UTC by field id. */
  fieldsSent(account: string): Promise<ReadonlyMap<string, string>>;
  /** @returns undefined until they have been counted */
  disabledUsers(account: string): Promise<CountedUsers | undefined>;
  keepDisabled(account: string, counted: CountedUsers): Promise<void>;
  /** They must be counted again. */
  forgetDisabled(account: string): Promise<void>;
}

const HOUR = 3_600_000;

/** Hours since the epoch. */
export const hourOf = (time: number): number => Math.floor(time / HOUR);

/** `YYYY-MM-DDTHH` in UTC. @param hour since the epoch */
export const hourName = (hour: number): string => new Date(hour * HOUR).toISOString().slice(0, 13);
