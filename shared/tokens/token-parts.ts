/** What the token service works with. */

import type { RevocationStore } from './revocation-store.ts';
import type { SecretStore } from './secret-store.ts';
import type { TokenUse } from './token-use.ts';

export interface TokenParts {
  readonly secrets: SecretStore;
  readonly revocations: RevocationStore;
  readonly use: TokenUse;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that never go back, for how long an answer is kept; `now` when left out. */
  readonly elapsed?: () => number;
  /** Told whether an answer was in memory. */
  readonly onLookUp?: (cache: 'token' | 'pepper' | 'revocation', hit: boolean) => void;
}
