/** DOOR. RFC 7644 §3: /Groups. */

import type { RouteEntry } from './runtime/routes.ts';

export const groups: RouteEntry = {
  half: 'scim',
  name: 'groups',
  route: 'scim/v2/{accountId}/Groups/{*rest}',
  endpoint: ({ resources }) => resources('/Groups'),
};
