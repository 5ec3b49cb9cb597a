/** DOOR. The portal: static files, to everybody. */

import type { RouteEntry } from './runtime/routes.ts';

export const portal: RouteEntry = {
  half: 'manage',
  name: 'portal',
  route: 'portal/{*rest}',
  endpoint: (all) => all.portal,
};
