/** DOOR of a resource type that the app does not have. */

import type { RouteEntry } from '../../functions/runtime/routes.ts';

export const devices: RouteEntry = {
  half: 'scim',
  name: 'devices',
  route: 'scim/v2/{accountId}/Devices/{*rest}',
  endpoint: ({ resources }) => resources('/Devices'),
};
