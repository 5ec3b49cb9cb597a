/** PORTS of the token room: a vault of secrets, the markers of revoked tokens, and when tokens were used. */

import { StoreUnavailable } from '../store-errors/store-errors.ts';

/** Readable without the value. */
export type Tags = Readonly<Record<string, string>>;

export interface Secret {
  readonly value: string;
  /** Opaque; always names this value. */
  readonly version: string;
  readonly tags: Tags;
}

/** A secret as lists show it: its current version without the value. */
export interface SecretSummary {
  readonly name: string;
  readonly tags: Tags;
  /** Of the current version: an instant of ISO 8601 in UTC, exact to the second. */
  readonly createdAt: string;
}

/**
 * Names are `[0-9A-Za-z-]{1,127}`; no two of this service's names differ in case only. Every method throws StoreUnavailable when the
 * vault cannot answer, and UnusableAnswer when it does and the answer is of no use.
 */
export interface SecretStore {
  /**
   * @param version the current one when left out
   * @returns undefined when there is none, or an operator has disabled or deleted it.
   */
  get(name: string, version?: string): Promise<Secret | undefined>;
  /** Adds a version, which becomes the current one. Done twice, it adds two. */
  set(name: string, value: string, tags: Tags): Promise<Secret>;
  /** Secrets whose name starts with `prefix`, in no order; disabled ones too. */
  list(prefix: string): Promise<readonly SecretSummary[]>;
  /** All its versions; done again it changes nothing. A vault may let an operator recover them for a while. */
  remove(name: string): Promise<void>;
}

/** Not an outage: the vault refuses the request, or holds what cannot be read. Earlier answers no longer count. */
export class UnusableAnswer extends StoreUnavailable {
  override readonly name = 'UnusableAnswer';
}

export interface Revocation {
  /** An instant of ISO 8601 in UTC. */
  readonly at: string;
  /** Who did it. */
  readonly by: string;
}

/**
 * Markers of revoked tokens, kept beside the account and not in the vault: an outage of the vault hides none. Every
 * method throws StoreUnavailable.
 */
export interface RevocationStore {
  /** Permanent; done again it changes nothing. */
  revoke(accountId: string, tokenId: string, revocation: Revocation): Promise<void>;
  isRevoked(accountId: string, tokenId: string): Promise<boolean>;
  /** By token id. */
  list(accountId: string): Promise<ReadonlyMap<string, Revocation>>;
}

/** Instants of ISO 8601 in UTC, exact to the minute. */
export interface TokenUsed {
  /** Undefined for a token whose use began before this was recorded. */
  readonly firstUsedAt?: string;
  readonly lastUsedAt: string;
}

/** When each token was used. Every method throws StoreUnavailable. */
export interface TokenUse {
  /** The first use stays as it is where there is one. */
  record(accountId: string, tokenId: string, used: Required<TokenUsed>): Promise<void>;
  /**
   * @param day `YYYY-MM-DD` in UTC
   * @returns true for the first process that asks on this day: it is the one that warns of the token's end
   */
  claimWarning(accountId: string, tokenId: string, day: string): Promise<boolean>;
  /** By token id; without those that never were in use. */
  list(accountId: string): Promise<ReadonlyMap<string, TokenUsed>>;
}

/** What the token service works with. */
export interface TokenParts {
  readonly secrets: SecretStore;
  readonly revocations: RevocationStore;
  readonly use: TokenUse;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that never go back, for how long an answer is kept; `now` when left out. */
  readonly elapsed?: () => number;
  /** Reads what a request with a genuine token of the account needs next, into a memory of its own. */
  readonly readAhead?: (accountId: string) => Promise<unknown>;
  /** Told whether an answer was in memory. */
  readonly onLookUp?: (cache: 'token' | 'pepper' | 'revocation', hit: boolean) => void;
}
