/** Who may ask: a caller that has met the challenge. Entra ID is played by `credentialOf`. */

import type { TokenCredential } from '@azure/identity';
import { Refusal, type VaultRequest } from './wire.ts';

const SCOPE = 'https://vault.azure.net/.default';
const CHALLENGE =
  'Bearer authorization="https://login.microsoftonline.com/00000000-0000-4000-8000-000000000001", resource="https://vault.azure.net"';

/** Tokens by the text that the service takes. */
export class Tokens {
  #issued = 0;
  #valid = new Set<string>();

  issue(): string {
    this.#issued += 1;
    const token = `access-token-${this.#issued}`;
    this.#valid.add(token);
    return token;
  }

  /** As when a role assignment or an identity is taken away. */
  invalidate(): void {
    this.#valid.clear();
  }

  has(token: string): boolean {
    return this.#valid.has(token);
  }
}

export const credentialOf = (tokens: Tokens): TokenCredential => ({
  async getToken(scopes) {
    if ([scopes].flat().join() !== SCOPE) throw new Error(`a token for ${scopes} is of no use here`);
    return { token: tokens.issue(), expiresOnTimestamp: Date.now() + 3_600_000 };
  },
});

export function authorize({ headers, body }: VaultRequest, tokens: Tokens): void {
  const challenge = { headers: { 'www-authenticate': CHALLENGE } };
  if (headers.authorization === undefined) {
    // The real service would not mind; a secret on its way before the challenge is a mistake all the same.
    if (body !== '') throw new Refusal(400, 'BadParameter', 'A body was sent without a token');
    throw new Refusal(401, 'Unauthorized', 'AKV10000: Request is missing a Bearer or PoP token.', challenge);
  }
  const token = /^Bearer (\S+)$/.exec(headers.authorization)?.[1];
  if (token === undefined || !tokens.has(token)) {
    throw new Refusal(401, 'Unauthorized', 'AKV10032: Invalid token.', challenge);
  }
}
