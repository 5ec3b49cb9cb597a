/** DOOR. RFC 7644 §3: /Groups. */

import { register } from './runtime/register.ts';

register('groups', 'scim/v2/{accountId}/Groups/{*rest}', (endpoints) => endpoints.groups);
