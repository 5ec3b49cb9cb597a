/** The one client of an account that all its containers share, and who may sign in: the managed identity, or on loopback a key. */

import type { HttpClient } from '@azure/core-rest-pipeline';
import { CosmosClient } from '@azure/cosmos';
import type { TokenCredential } from '@azure/identity';
import { once } from '../../async/promises.ts';
import { ConnectionFailure, cosmosTransport } from './cosmos-transport.ts';

export interface CosmosAccount {
  readonly endpoint: string;
  /** Of an emulator on this machine; refused for any other host. */
  readonly key?: string;
  /** Instead of the managed identity. */
  readonly credential?: TokenCredential;
  /** Of a user-assigned managed identity. */
  readonly managedIdentityClientId?: string;
  readonly httpClient?: HttpClient;
  /** Milliseconds after which an answer counts as lost. */
  readonly timeout?: number;
}

export function cosmosClient(account: CosmosAccount): CosmosClient {
  if (account.key !== undefined && !isLoopback(account.endpoint)) {
    const { host } = new URL(account.endpoint);
    throw new TypeError(
      `COSMOS_KEY works for an emulator on localhost only. Remove it: at ${host} the managed identity signs in.`,
    );
  }
  return new CosmosClient({
    endpoint: account.endpoint,
    ...(account.key === undefined ? { aadCredentials: signIn(account) } : { key: account.key }),
    httpClient: cosmosTransport(account.httpClient),
    // Without it the SDK sends no session token, and a read may miss the write before it.
    consistencyLevel: 'Session',
    // Every retry is ours (cosmos-failure.ts): with endpoint discovery the SDK would repeat writes whose answer was lost.
    connectionPolicy: {
      enableEndpointDiscovery: false,
      enableBackgroundEndpointRefreshing: false,
      useMultipleWriteLocations: false,
      requestTimeout: account.timeout ?? 10_000,
      retryOptions: { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 },
    },
  });
}

export function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** A failed sign-in is an unreachable store: nothing was sent. */
function signIn(account: CosmosAccount): TokenCredential {
  const credential = once(() => openCredential(account));
  return {
    async getToken(scopes, options) {
      try {
        return await (await credential()).getToken(scopes, options);
      } catch (cause) {
        // The SDK looks in the message for one code of Entra ID before it tries another scope.
        throw new ConnectionFailure(cause instanceof Error ? cause.message : 'sign-in failed', {
          sent: false,
        });
      }
    },
  };
}

async function openCredential(account: CosmosAccount): Promise<TokenCredential> {
  if (account.credential) return account.credential;
  // Loaded on first use: an emulator needs none of it.
  const { ManagedIdentityCredential } = await import('@azure/identity');
  const clientId = account.managedIdentityClientId;
  return new ManagedIdentityCredential(clientId === undefined ? {} : { clientId });
}
