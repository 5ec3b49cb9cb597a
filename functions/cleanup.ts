/** DOOR. Finishes, without a request that waits for it, what deletions and large changes have left unfinished. */

import { registerTimer } from './runtime/register.ts';

// Seconds first: every quarter of an hour.
registerTimer('cleanup', '0 */15 * * * *', ({ cleanUp }) => cleanUp);
