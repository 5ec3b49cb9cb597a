/** DOOR. Liveness, without a token: it needs no store, and must not wait for one. */

import { healthEndpoint } from './runtime/compose.ts';
import { registerEndpoint } from './runtime/register.ts';

registerEndpoint('both', 'health', 'healthz', healthEndpoint);
