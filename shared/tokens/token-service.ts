/** SCIM tokens: issued once, kept only as a hash, verified in constant time. The manage side and the SCIM side together. */

import type { TokenParts } from './token-parts.ts';
import { type TokenRegister, tokenRegister } from './token-register.ts';
import { type TokenVerifier, tokenVerifier } from './token-verifier.ts';

export interface TokenService extends TokenRegister {
  readonly verify: TokenVerifier['verify'];
  readonly refused: TokenVerifier['refused'];
}

export const tokenService = (parts: TokenParts): TokenService => ({
  ...tokenRegister(parts),
  ...tokenVerifier(parts),
});
