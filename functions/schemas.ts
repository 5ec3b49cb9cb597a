/** DOOR. RFC 7644 §4: /Schemas. */

import type { RouteEntry } from './runtime/routes.ts';

export const schemas: RouteEntry = {
  half: 'scim',
  name: 'schemas',
  route: 'scim/v2/{accountId}/Schemas/{*rest}',
  endpoint: (all) => all.schemas,
};
