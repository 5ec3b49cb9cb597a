/**
 * The SDK's client of one vault: who signs in, and what the SDK sees of a connection. The store makes every retry
 * (key-vault-store.ts). Failures leave here as errors of this project, which quote nothing: those of the SDK carry the
 * request with its token and the secret.
 */

import { createDefaultHttpClient, type HttpClient, type PipelineResponse } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { type AzureIdentity, azureCredential } from '../../azure-identity/azure-identity.ts';

export interface KeyVault extends AzureIdentity {
  /** `https://{name}.vault.azure.net` */
  readonly url: string;
  readonly httpClient?: HttpClient;
}

export function keyVaultClient(vault: KeyVault): SecretClient {
  const credential = azureCredential(vault, signInFailed);
  return new SecretClient(vault.url, credential, {
    httpClient: signingInAhead(keyVaultTransport(vault.httpClient), credential, vault.url),
    // The SDK would wait as long as Retry-After says, and the SCIM request would wait with it.
    retryOptions: { maxRetries: 0 },
  });
}

/**
 * The SDK sends its first request without a token, and signs in with what the vault answers. For which resource that will
 * be is known: the vault's own domain. So the sign-in goes on beside the request; the SDK then finds it done.
 */
function signingInAhead(inner: HttpClient, credential: TokenCredential, vaultUrl: string): HttpClient {
  const scope = vaultScope(vaultUrl);
  return {
    sendRequest(request) {
      // A failure is the SDK's to meet, when it signs in itself.
      if (!request.headers.has('authorization')) credential.getToken(scope).catch(() => undefined);
      return inner.sendRequest(request);
    },
  };
}

export function vaultScope(vaultUrl: string): string {
  const { protocol, hostname } = new URL(vaultUrl);
  return `${protocol}//${hostname.slice(hostname.indexOf('.') + 1)}/.default`;
}

/** A failed sign-in is a vault that cannot be reached. Its message may quote Entra ID, so it stays here. */
const signInFailed = (error: unknown): NoAnswer =>
  new NoAnswer(`sign-in ${error instanceof Error ? error.name : 'failed'}`);

/** No answer that can be read. `code`: Node's, or our word for it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly code: string;

  constructor(code: string) {
    super(`no answer: ${code}`);
    this.code = code;
  }
}

/** An answer of 4xx or 5xx. */
export class VaultStatus extends Error {
  override readonly name = 'VaultStatus';
  readonly status: number;
  /** The service's own word, such as `SecretNotFound`; the inner one where there are two. */
  readonly code: string | undefined;
  /** Seconds that the service asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string | undefined, retryAfter?: number) {
    super(`status ${status}${code ? ` ${code}` : ''}`);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export function keyVaultTransport(inner: HttpClient = createDefaultHttpClient()): HttpClient {
  return {
    async sendRequest(request) {
      const response = await inner.sendRequest(request).catch((error: unknown) => {
        throw new NoAnswer(codeOf(error));
      });
      const body = jsonOf(response.bodyAsText);
      // The SDK answers the challenge in it; the body it would only quote.
      if (response.status === 401) return { ...response, bodyAsText: '{}' };
      if (response.status >= 400) throw vaultStatus(response, body);
      if (body === undefined) throw new NoAnswer('not JSON');
      return response;
    },
  };
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'no connection';

function jsonOf(text: string | null | undefined): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function vaultStatus({ status, headers }: PipelineResponse, body: unknown): VaultStatus {
  const error = property(body, 'error');
  const code = property(property(error, 'innererror'), 'code') ?? property(error, 'code');
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return new VaultStatus(status, wordOf(code), seconds > 0 ? Math.min(seconds, 3600) : undefined);
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const wordOf = (code: unknown): string | undefined =>
  typeof code === 'string' && /^[A-Za-z]{1,60}$/.test(code) ? code : undefined;
