/** DOOR. RFC 7644 §3: /Users. */

import type { RouteEntry } from './runtime/routes.ts';

export const users: RouteEntry = {
  half: 'scim',
  name: 'users',
  route: 'scim/v2/{accountId}/Users/{*rest}',
  endpoint: ({ resources }) => resources('/Users'),
};
