/** The adapter's secret store on a double, as one process or as several that share the vault. */

import { type KeyVaultOptions, keyVaultStore } from '../../../shared/tokens/key-vault/key-vault-store.ts';
import type { SecretStore } from '../../../shared/tokens/token-stores.ts';
import { credentialOf } from './authorization.ts';
import { type DoubleOptions, KeyVaultDouble } from './double.ts';
import { httpClientOf } from './http-client.ts';
import { VAULT_URL } from './wire.ts';

export interface ConnectedVault {
  readonly double: KeyVaultDouble;
  /** A client of its own: another process, which has yet to meet the challenge. */
  connect(options?: Partial<KeyVaultOptions>): SecretStore;
}

export function connectedVault(options: DoubleOptions = {}): ConnectedVault {
  const double = new KeyVaultDouble(options);
  return {
    double,
    connect: (own = {}) =>
      keyVaultStore({
        url: VAULT_URL,
        credential: credentialOf(double.tokens),
        httpClient: httpClientOf(double),
        wait: async () => undefined,
        ...own,
      }),
  };
}
