/** DOOR. RFC 7644 §3: /Groups. */

import { register } from './runtime/register.ts';

register('scim', 'groups', 'scim/v2/{accountId}/Groups/{*rest}', ({ resources }) => resources('/Groups'));
