/** DOOR. Liveness, without a token. */

import { register } from './runtime/register.ts';

register('both', 'health', 'healthz', (endpoints) => endpoints.health);
