/** DOOR. Liveness, without a token. */

import { register } from './runtime/register.ts';

register('health', 'healthz', (endpoints) => endpoints.health);
