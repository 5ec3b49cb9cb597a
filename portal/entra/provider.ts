/**
 * Entra ID as a page sees it that holds no secret: the authorization code flow with PKCE (RFC 6749 §4.1, RFC 7636) and the
 * refresh of its tokens (§6). It knows no page and keeps nothing.
 */

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

export interface Provider {
  readonly authorization: string;
  readonly token: string;
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

type Json = Readonly<Record<string, unknown>>;

/** OpenID Connect Discovery 1.0 §4. @throws NotSignedIn */
export async function discover({ authority, tenantId }: ProviderSettings): Promise<Provider> {
  const issuer = `${authority}/${tenantId}/v2.0`;
  const found = await answerOf(`${issuer}/.well-known/openid-configuration`);
  const { authorization_endpoint: authorization, token_endpoint: token } = found;
  if (found.issuer === issuer && isUrl(authorization) && isUrl(token)) return { authorization, token };
  throw new NotSignedIn('Entra ID does not describe the directory of this service: check MANAGE_TENANT_ID.');
}

const isUrl = (text: unknown): text is string => typeof text === 'string' && URL.canParse(text);

export const random = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** RFC 7636 §4.2, S256. */
export const challengeOf = async (verifier: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

/** @param grant RFC 6749 §4.1.3 or §6; @throws NotSignedIn */
export async function tokensFor(
  { clientId, scope }: ProviderSettings,
  { token }: Provider,
  grant: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const body = new URLSearchParams({ client_id: clientId, scope: scopeOf(scope), ...grant });
  const begun = Date.now();
  const answer = await answerOf(token, { method: 'POST', body });
  const { access_token: access, token_type: type, expires_in: life, refresh_token: refresh } = answer;
  if (typeof access !== 'string' || !/^bearer$/i.test(String(type))) throw refusalOf(answer);
  return {
    access,
    ends: begun + (Number(life) || 0) * 1000,
    refresh: typeof refresh === 'string' ? refresh : undefined,
  };
}

/** With a token that renews the access token. */
export const scopeOf = (scope: string): string => `${scope} offline_access`;

/** @returns what was answered, also as a refusal; @throws NotSignedIn when nothing was */
async function answerOf(url: string, init: RequestInit = {}): Promise<Json> {
  try {
    const response = await fetch(url, { ...init, cache: 'no-store', credentials: 'omit' });
    return Object(await response.json());
  } catch {
    throw new NotSignedIn(`Entra ID does not answer at ${new URL(url).origin}.`);
  }
}

/** Characters of what Entra ID says. */
const MAX_TEXT = 300;

/** Entra ID adds ids for its own support, each in a line. */
export function refusalOf({ error, error_description: description }: Json): NotSignedIn {
  const [said = ''] = String(description ?? '').split(/\s*(?:\r|\n|Trace ID:)/);
  const code = typeof error === 'string' ? error : '';
  return new NotSignedIn((said || code || 'Entra ID did not answer as expected.').slice(0, MAX_TEXT), code);
}
