/**
 * The one client of an account that all its containers share: who signs in (the managed identity, or on loopback a
 * key), and what the SDK sees of a connection: answers it can read, and failures that it neither retries nor quotes.
 */

import { createDefaultHttpClient, type HttpClient, type PipelineResponse } from '@azure/core-rest-pipeline';
import { CosmosClient } from '@azure/cosmos';
import { type AzureIdentity, azureCredential } from '../../azure-identity/azure-identity.ts';

/** Levels that reads are asked for with. */
export type Consistency = 'Session' | 'BoundedStaleness' | 'Strong';

export interface CosmosAccount extends AzureIdentity {
  readonly endpoint: string;
  /** Of an emulator on this machine; refused for any other host. */
  readonly key?: string;
  readonly httpClient?: HttpClient;
  /** That reads are asked for with; Session by default. */
  readonly consistency?: Consistency;
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
    ...(account.key === undefined
      ? { aadCredentials: azureCredential(account, signInFailure) }
      : { key: account.key }),
    httpClient: cosmosTransport(account.httpClient),
    // Without it the SDK sends no session token, and a read may miss the write before it.
    consistencyLevel: account.consistency ?? 'Session',
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

/** For what the SDK signs in. */
export const cosmosScope = (endpoint: string): string => `${new URL(endpoint).origin}/.default`;

export function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/**
 * A failed sign-in is an unreachable store: nothing was sent. The message stays, because the SDK looks in it for one
 * code of Entra ID before it tries another scope.
 */
const signInFailure = (cause: unknown): ConnectionFailure =>
  new ConnectionFailure(cause instanceof Error ? cause.message : 'sign-in failed', { sent: false });

/** No answer. `sent`: the request may have reached the service. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly sent: boolean;

  constructor(message: string, options: { sent: boolean }) {
    super(message);
    this.sent = options.sent;
  }
}

// Node's codes for a connection that was never made.
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

export function cosmosTransport(inner: HttpClient = createDefaultHttpClient()): HttpClient {
  return {
    async sendRequest(request) {
      try {
        return readable(await inner.sendRequest(request));
      } catch (error) {
        // The SDK makes its own TimeoutError of an abort.
        if (error instanceof Error && error.name === 'AbortError') throw error;
        throw connectionFailure(error);
      }
    },
  };
}

/** Leaves the original behind: it carries the request with its token and documents. */
function connectionFailure(error: unknown): ConnectionFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  return new ConnectionFailure(`connection failed: ${code}`, { sent: !NEVER_CONNECTED.has(code) });
}

/** The SDK parses the body before it looks at the status: a gateway's HTML page would hide its 502. */
function readable(response: PipelineResponse): PipelineResponse {
  if (response.status < 400 || isJsonObject(response.bodyAsText)) return response;
  return { ...response, bodyAsText: '{"message":"an answer without a message"}' };
}

function isJsonObject(text: string | null | undefined): boolean {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
