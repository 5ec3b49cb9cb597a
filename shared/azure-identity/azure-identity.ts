/**
 * Who signs in at Azure: the managed identity of the app. The adapters of Cosmos DB and Key Vault share it; it knows
 * neither, reads no setting and keeps no secret.
 */

import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';
import { once, requestsSent } from '../async/promises.ts';
import { type AppServiceIdentity, appServiceCredential } from './app-service-identity.ts';

export interface AzureIdentity {
  /** Client id of a user-assigned managed identity; without it, the app's own. */
  readonly managedIdentityClientId?: string | undefined;
  /** Where App Service gives its tokens; without it, the SDK of Azure looks for a managed identity. */
  readonly appService?: AppServiceIdentity | undefined;
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

/** Begins to sign in; resolves when the requests are on their way. A failure is met by whoever needs the token. */
export async function signInAhead(credential: TokenCredential, scopes: readonly string[]): Promise<void> {
  for (const scope of scopes) credential.getToken(scope).catch(() => undefined);
  await requestsSent();
}

/** The SDK is loaded where App Service is not there: an emulator needs none of it, either. */
export async function managedIdentity(identity: Omit<AzureIdentity, 'credential'>): Promise<TokenCredential> {
  const { managedIdentityClientId: clientId, appService } = identity;
  if (appService) return appServiceCredential(appService, clientId);
  const { ManagedIdentityCredential } = await import('@azure/identity');
  return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
}
