/** DOOR. The manage API; `admin` is a prefix that the host keeps for itself. */

import { register } from './runtime/register.ts';

register('manage', 'manage', 'manage/v1/{*rest}', (endpoints) => endpoints.manage);
