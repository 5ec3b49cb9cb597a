/**
 * Entra ID as a page sees it that holds no secret: the authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636) and the
 * refresh of its tokens (§6), by oauth4webapi. It knows no page and keeps nothing.
 */

import {
  AuthorizationResponseError,
  type AuthorizationServer,
  allowInsecureRequests,
  authorizationCodeGrantRequest,
  type Client,
  discoveryRequest,
  None,
  processAuthorizationCodeResponse,
  processDiscoveryResponse,
  processRefreshTokenResponse,
  ResponseBodyError,
  refreshTokenGrantRequest,
  type TokenEndpointResponse,
  validateAuthResponse,
} from 'oauth4webapi';

export interface ProviderSettings {
  /** Origin. */
  readonly authority: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** Of the access token, such as `{client id}/.default`. */
  readonly scope: string;
}

/** For the memory of the page alone. */
export interface Tokens {
  readonly access: string;
  /** Milliseconds since the epoch. */
  readonly ends: number;
  readonly refresh: string | undefined;
}

/** `message` is for the person; `code` that of RFC 6749 §4.1.2.1 and §5.2, or empty. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn';
  readonly code: string;

  constructor(message: string, code = '') {
    super(message);
    this.code = code;
  }
}

/** What an answer must belong to. */
export interface Begun {
  readonly state: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

export class Provider {
  readonly #settings: ProviderSettings;
  readonly #server: AuthorizationServer;
  readonly #client: Client;

  private constructor(settings: ProviderSettings, server: AuthorizationServer) {
    this.#settings = settings;
    this.#server = server;
    this.#client = { client_id: settings.clientId };
  }

  /** OpenID Connect Discovery 1.0 §4. @throws NotSignedIn */
  static async discover(settings: ProviderSettings): Promise<Provider> {
    const issuer = new URL(`${settings.authority}/${settings.tenantId}/v2.0`);
    const ask = async () =>
      processDiscoveryResponse(issuer, await discoveryRequest(issuer, optionsOf(settings)));
    const server = await asked(settings, ask, WRONG_DIRECTORY);
    if (server.authorization_endpoint && server.token_endpoint) return new Provider(settings, server);
    throw new NotSignedIn(WRONG_DIRECTORY);
  }

  /** Where the person signs in. */
  get authorization(): string {
    return String(this.#server.authorization_endpoint);
  }

  /** @param answer of the authorization endpoint; @throws NotSignedIn */
  redeem(answer: URLSearchParams, { state, verifier, redirectUri }: Begun): Promise<Tokens> {
    const [server, client] = [this.#server, this.#client];
    return this.#tokens(async () => {
      const checked = validateAuthResponse(server, client, answer, state);
      const response = await authorizationCodeGrantRequest(
        server,
        client,
        None(),
        checked,
        redirectUri,
        verifier,
        optionsOf(this.#settings),
      );
      return processAuthorizationCodeResponse(server, client, response);
    });
  }

  /** @throws NotSignedIn */
  renew(refresh: string): Promise<Tokens> {
    const [server, client] = [this.#server, this.#client];
    return this.#tokens(async () => {
      const options = optionsOf(this.#settings);
      const response = await refreshTokenGrantRequest(server, client, None(), refresh, options);
      return processRefreshTokenResponse(server, client, response);
    });
  }

  async #tokens(ask: () => Promise<TokenEndpointResponse>): Promise<Tokens> {
    const begun = Date.now();
    const {
      access_token,
      expires_in = 0,
      refresh_token,
    } = await asked(this.#settings, ask, 'Entra ID did not answer as expected. Sign in again.');
    return { access: access_token, ends: begun + expires_in * 1000, refresh: refresh_token };
  }
}

const WRONG_DIRECTORY = 'Entra ID does not describe the directory of this service: check MANAGE_TENANT_ID.';

/** With a token that renews the access token. */
export const scopeOf = ({ scope }: ProviderSettings): string => `${scope} offline_access`;

/** Without TLS only an identity provider on one's own machine is spoken to, as the service sees to. */
const optionsOf = (settings: ProviderSettings) => ({
  additionalParameters: { scope: scopeOf(settings) },
  [allowInsecureRequests]: settings.authority.startsWith('http:'),
});

/** @param unexpected says what to do about an answer that is none */
async function asked<Answer>(
  { authority }: ProviderSettings,
  ask: () => Promise<Answer>,
  unexpected: string,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError)
      throw refusalOf(error.error, error.error_description);
    // What fetch throws when nothing came; a TypeError of the library has a code.
    const isSilent = error instanceof TypeError && !('code' in error);
    throw new NotSignedIn(isSilent ? `Entra ID does not answer at ${authority}.` : unexpected);
  }
}

/** Characters of what Entra ID says. */
const MAX_TEXT = 300;

/** Entra ID adds ids for its own support, each in a line. */
function refusalOf(code: string, description = ''): NotSignedIn {
  const [said = ''] = description.split(/\s*(?:\r|\n|Trace ID:)/);
  return new NotSignedIn((said || code).slice(0, MAX_TEXT), code);
}
