/** DOOR. RFC 7644 §4: /Schemas. */

import { register } from './runtime/register.ts';

register('scim', 'schemas', 'scim/v2/{accountId}/Schemas/{*rest}', (endpoints) => endpoints.schemas);
