/** DOOR. RFC 7644 §4: /ServiceProviderConfig, without a token. */

import { register } from './runtime/register.ts';

register(
  'scim',
  'service-provider-config',
  'scim/v2/{accountId}/ServiceProviderConfig/{*rest}',
  (endpoints) => endpoints.serviceProviderConfig,
);
