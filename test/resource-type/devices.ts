/** DOOR of a resource type that the app does not have. */

import { register } from '../../functions/runtime/register.ts';

register('scim', 'devices', 'scim/v2/{accountId}/Devices/{*rest}', ({ resources }) => resources('/Devices'));
