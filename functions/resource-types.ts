/** DOOR. RFC 7644 §4: /ResourceTypes. */

import type { RouteEntry } from './runtime/routes.ts';

export const resourceTypes: RouteEntry = {
  half: 'scim',
  name: 'resource-types',
  route: 'scim/v2/{accountId}/ResourceTypes/{*rest}',
  endpoint: (all) => all.resourceTypes,
};
