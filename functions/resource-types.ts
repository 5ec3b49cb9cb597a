/** DOOR. RFC 7644 §4: /ResourceTypes. */

import { register } from './runtime/register.ts';

register(
  'scim',
  'resource-types',
  'scim/v2/{accountId}/ResourceTypes/{*rest}',
  (endpoints) => endpoints.resourceTypes,
);
