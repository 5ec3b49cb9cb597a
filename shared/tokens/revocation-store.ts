/** PORT. Markers of revoked tokens, kept beside the account and not in the vault: an outage of the vault hides none. */

export interface Revocation {
  /** An instant of ISO 8601 in UTC. */
  readonly at: string;
  /** Who did it. */
  readonly by: string;
}

/** Every method throws StoreUnavailable. */
export interface RevocationStore {
  /** For ever; done again it changes nothing. */
  revoke(accountId: string, tokenId: string, revocation: Revocation): Promise<void>;
  isRevoked(accountId: string, tokenId: string): Promise<boolean>;
  /** By token id. */
  list(accountId: string): Promise<ReadonlyMap<string, Revocation>>;
}
