/** Entry of the deployed bundle: the functions of the app's role, registered once. A wrong setting stops it here, by name. */

import { app } from '@azure/functions';
import './cleanup.ts';
import { ROUTES } from './routes.ts';
import { composition, settings, telemetry } from './runtime/compose.ts';
import { register } from './runtime/register.ts';

/** For the local host, which calls the endpoints itself. */
export const routes = register(ROUTES);

// Whoever deploys asks the manage app for its health, and the SCIM app waits for what the manage app brings up to date.
if (settings().role === 'manage') {
  app.hook.appStart(() => void composition().catch(() => undefined));
}

// What was measured is sent before the instance goes.
app.hook.appTerminate(() => telemetry().flush());

// Without streams the host loses chunked request bodies and joins repeated query parameters.
app.setup({ enableHttpStream: true });
