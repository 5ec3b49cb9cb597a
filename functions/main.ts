/** Entry of the deployed bundle: the functions of the app's role, registered once. A wrong setting stops it here, by name. */

import { app } from '@azure/functions';
import './cleanup.ts';
import './groups.ts';
import './health.ts';
import './manage.ts';
import './resource-types.ts';
import './schemas.ts';
import './service-provider-config.ts';
import './users.ts';
import { telemetry } from './runtime/compose.ts';
import './wildcard.ts';

// What was measured is sent before the instance goes.
app.hook.appTerminate(() => telemetry().flush());

// Without streams the host loses chunked request bodies and joins repeated query parameters.
app.setup({ enableHttpStream: true });
