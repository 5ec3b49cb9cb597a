/** DOOR. RFC 7644 §4: /ServiceProviderConfig, without a token. */

import type { RouteEntry } from './runtime/routes.ts';

export const serviceProviderConfig: RouteEntry = {
  half: 'scim',
  name: 'service-provider-config',
  route: 'scim/v2/{accountId}/ServiceProviderConfig/{*rest}',
  endpoint: (all) => all.serviceProviderConfig,
};
