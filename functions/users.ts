/** DOOR. RFC 7644 §3: /Users. */

import { register } from './runtime/register.ts';

register('scim', 'users', 'scim/v2/{accountId}/Users/{*rest}', ({ resources }) => resources('/Users'));
