/** PORT. A vault of named, versioned secrets, with the guarantees that Key Vault gives: unconditional writes. */

export interface Secret {
  readonly value: string;
  /** Opaque; names this value for ever. */
  readonly version: string;
}

export interface SecretStore {
  /**
   * @param version the current one when left out
   * @returns undefined when there is none; throws StoreUnavailable when the vault cannot answer.
   */
  get(name: string, version?: string): Promise<Secret | undefined>;
  /** Adds a version, which becomes the current one. @param tags readable without the value */
  set(name: string, value: string, tags: Readonly<Record<string, string>>): Promise<Secret>;
}
