/**
 * Who signs in at Azure: the managed identity of the app. The adapters of Cosmos DB and Key Vault share it; it knows
 * neither, reads no setting and keeps no secret.
 */

import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';
import { once } from '../async/promises.ts';

export interface AzureIdentity {
  /** Client id of a user-assigned managed identity; without it, the app's own. */
  readonly managedIdentityClientId?: string | undefined;
  /** Instead of the managed identity. */
  readonly credential?: TokenCredential;
}

/** @param failure makes the adapter's own error of one that may quote Entra ID */
export function azureCredential(
  identity: AzureIdentity,
  failure: (error: unknown) => Error,
): TokenCredential {
  const credential = once(async () => identity.credential ?? (await managedIdentity(identity)));
  const underWay = new Map<string, Promise<AccessToken | null>>();
  const signIn = async (
    scopes: string | string[],
    options?: GetTokenOptions,
  ): Promise<AccessToken | null> => {
    try {
      return await (await credential()).getToken(scopes, options);
    } catch (error) {
      throw failure(error);
    } finally {
      underWay.delete(String(scopes));
    }
  };
  return {
    /** Requests at once share one sign-in. */
    getToken(scopes, options) {
      const started = underWay.get(String(scopes)) ?? signIn(scopes, options);
      underWay.set(String(scopes), started);
      return started;
    },
  };
}

/** Loaded on first use, off the cold path; an emulator needs none of it. */
async function managedIdentity({
  managedIdentityClientId: clientId,
}: AzureIdentity): Promise<TokenCredential> {
  const { ManagedIdentityCredential } = await import('@azure/identity');
  return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
}
