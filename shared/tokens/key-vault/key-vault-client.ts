/** The SDK's client of one vault, and who signs in: the managed identity. Every retry is ours (key-vault-store.ts). */

import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { once } from '../../async/once.ts';
import { keyVaultTransport, NoAnswer } from './key-vault-transport.ts';

export interface KeyVault {
  /** `https://{name}.vault.azure.net` */
  readonly url: string;
  /** Of a user-assigned managed identity. */
  readonly managedIdentityClientId?: string | undefined;
  /** Instead of the managed identity. */
  readonly credential?: TokenCredential;
  readonly httpClient?: HttpClient;
}

export function keyVaultClient(vault: KeyVault): SecretClient {
  return new SecretClient(vault.url, signIn(vault), {
    httpClient: keyVaultTransport(vault.httpClient),
    // The SDK would wait for as long as a Retry-After says, while a request of ours waits for it.
    retryOptions: { maxRetries: 0 },
  });
}

/** A failed sign-in is a vault that cannot be reached. Its message may quote Entra ID, so it stays here. */
function signIn(vault: KeyVault): TokenCredential {
  const credential = once(() => openCredential(vault));
  return {
    async getToken(scopes, options) {
      try {
        return await (await credential()).getToken(scopes, options);
      } catch (error) {
        throw new NoAnswer(`sign-in ${error instanceof Error ? error.name : 'failed'}`);
      }
    },
  };
}

async function openCredential({ credential, managedIdentityClientId }: KeyVault): Promise<TokenCredential> {
  if (credential) return credential;
  // Loaded on first use, off the cold path.
  const { ManagedIdentityCredential } = await import('@azure/identity');
  return new ManagedIdentityCredential(
    managedIdentityClientId === undefined ? {} : { clientId: managedIdentityClientId },
  );
}
