/** DOOR. Liveness, without a token. */

import type { RouteEntry } from './runtime/routes.ts';

export const health: RouteEntry = {
  half: 'both',
  name: 'health',
  route: 'healthz',
  endpoint: (all) => all.health,
};
