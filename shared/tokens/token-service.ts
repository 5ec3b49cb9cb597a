/** SCIM tokens: issued once, kept only as a hash, verified in constant time. The manage side and the SCIM side together. */

import type { TokenParts } from './token-parts.ts';
import { type TokenRegister, tokenRegister } from './token-register.ts';
import { dayOf } from './token-use.ts';
import { type TokenVerifier, tokenVerifier } from './token-verifier.ts';

export interface TokenService extends TokenRegister {
  readonly verify: TokenVerifier['verify'];
  readonly refused: TokenVerifier['refused'];
  /** @returns whether nobody has warned of the token's end today; true when that cannot be known. Never throws. */
  isFirstWarning(accountId: string, tokenId: string): Promise<boolean>;
}

export const tokenService = (parts: TokenParts): TokenService => ({
  ...tokenRegister(parts),
  ...tokenVerifier(parts),
  isFirstWarning: (accountId, tokenId) =>
    parts.use.claimWarning(accountId, tokenId, dayOf(parts.now())).catch(() => true),
});
