/** DOOR. Readiness, without a token. */

import type { RouteEntry } from './runtime/routes.ts';

export const readiness: RouteEntry = {
  half: 'both',
  name: 'readiness',
  route: 'readyz',
  endpoint: (all) => all.readiness,
};
