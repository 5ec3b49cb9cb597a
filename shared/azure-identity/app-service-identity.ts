/**
 * The managed identity as App Service and Azure Functions offer it: an endpoint of the machine gives a token for a resource
 * (App Service, "REST endpoint reference", api-version 2019-08-01). `@azure/identity` asks the same endpoint, but takes
 * longer to be evaluated than the answer takes to come, and the first request waits for both.
 */

import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessToken, TokenCredential } from '@azure/identity';
import { singleFlight } from '../async/promises.ts';

export interface AppServiceIdentity {
  /** The URL that App Service names in IDENTITY_ENDPOINT. */
  readonly endpoint: string;
  /** Proves to it that the app itself asks: what App Service sets as IDENTITY_HEADER. */
  readonly proof: string;
}

/** Milliseconds before its end at which a token is asked for again, as in `@azure/identity`. */
const MARGIN = 5 * 60_000;

/** Milliseconds after which the endpoint has not answered. */
const TIMEOUT = 5_000;

/** Milliseconds before each further attempt. */
const PAUSES = [200, 1_000];

/** The statuses after which Microsoft's client asks again. */
const PASSING = new Set([404, 408, 429, 500, 502, 503, 504]);

/** @param clientId of a user-assigned identity; without it, the app's own. Failures quote nothing but a status and a code */
export function appServiceCredential(
  identity: AppServiceIdentity,
  clientId?: string,
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): TokenCredential {
  const known = new Map<string, AccessToken>();
  const signIn = singleFlight(async (scope: string): Promise<AccessToken> => {
    const url = tokenUrl(identity.endpoint, scope, clientId);
    const token = await askAgain(() => askForToken(url, identity.proof), wait);
    known.set(scope, token);
    return token;
  });
  return {
    async getToken(scopes, options) {
      const [scope = ''] = [scopes].flat();
      // Claims mean that a service has refused the token that is known.
      const token = options?.claims ? undefined : known.get(scope);
      if (token && isGoodFor(token, MARGIN)) return token;
      try {
        return await signIn(scope);
      } catch (error) {
        // It has a little time left, and the endpoint may answer before it ends.
        if (token && isGoodFor(token, 0)) return token;
        throw error;
      }
    },
  };
}

const isGoodFor = ({ expiresOnTimestamp }: AccessToken, milliseconds: number): boolean =>
  expiresOnTimestamp - Date.now() > milliseconds;

function tokenUrl(endpoint: string, scope: string, clientId: string | undefined): URL {
  const url = new URL(endpoint);
  url.searchParams.set('api-version', '2019-08-01');
  url.searchParams.set('resource', scope.replace(/\/\.default$/, ''));
  if (clientId !== undefined) url.searchParams.set('client_id', clientId);
  return url;
}

class SignInFailed extends Error {
  override readonly name = 'SignInFailed';
  readonly isPassing: boolean;

  constructor(why: string, isPassing: boolean) {
    super(`The managed identity gave no token: ${why}`);
    this.isPassing = isPassing;
  }
}

async function askAgain<Result>(
  ask: () => Promise<Result>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<Result> {
  for (const pause of PAUSES) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof SignInFailed) || !error.isPassing) throw error;
      await wait(pause);
    }
  }
  return ask();
}

async function askForToken(url: URL, proof: string): Promise<AccessToken> {
  const answer = await exchange(url, proof).catch((error: NodeJS.ErrnoException) => {
    throw new SignInFailed(error.code ?? 'no answer', error.name !== 'AbortError');
  });
  const { status, body } = answer;
  if (status !== 200) {
    // The code is what the client of Cosmos DB looks for; the rest may quote names of the tenant.
    const [code = ''] = /\bAADSTS\d+\b/.exec(body) ?? [];
    throw new SignInFailed(`status ${status} ${code}`.trim(), PASSING.has(status));
  }
  return tokenIn(body);
}

async function exchange(url: URL, proof: string): Promise<{ status: number; body: string }> {
  const signal = AbortSignal.timeout(TIMEOUT);
  const headers = { 'x-identity-header': proof };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers, signal }, resolve).once('error', reject).end();
  });
  return { status: answer.statusCode ?? 0, body: await text(answer) };
}

function tokenIn(body: string): AccessToken {
  const { access_token: token, expires_on: seconds }: Record<string, unknown> = jsonObject(body);
  const expiresOnTimestamp = Number(seconds) * 1000;
  if (typeof token !== 'string' || token === '' || !(expiresOnTimestamp > 0)) {
    throw new SignInFailed('an answer that is not a token', false);
  }
  return { token, expiresOnTimestamp };
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    return { ...JSON.parse(text) };
  } catch {
    return {};
  }
}
