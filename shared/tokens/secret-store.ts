/** PORT. A vault of named, versioned secrets, with the guarantees that Key Vault gives: unconditional writes. */

import { StoreUnavailable } from '../store-errors/store-errors.ts';

/** Readable without the value. */
export type Tags = Readonly<Record<string, string>>;

export interface Secret {
  readonly value: string;
  /** Opaque; names this value for ever. */
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
 * Names are `[0-9A-Za-z-]{1,127}`; no two of ours differ in case only. Every method throws StoreUnavailable when the
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
}

/** No outage: the vault refuses us, or holds what we cannot read. What was read before no longer counts. */
export class UnusableAnswer extends StoreUnavailable {
  override readonly name = 'UnusableAnswer';
}
