/** DOOR. The manage API; `admin` is a prefix that the host keeps for itself. */

import type { RouteEntry } from './runtime/routes.ts';

export const manage: RouteEntry = {
  half: 'manage',
  name: 'manage',
  route: 'manage/v1/{*rest}',
  endpoint: (all) => all.manage,
};
