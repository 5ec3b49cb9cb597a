/** Entry of the deployed bundle: the functions of the app's role, registered once. A wrong setting stops it here, by name. */

import { app } from '@azure/functions';
import './cleanup.ts';
import { ROUTES } from './routes.ts';
import { settings } from './runtime/environment.ts';
import { flush, register, warmUp } from './runtime/register.ts';
import { warmUpLater } from './runtime/warm-up.ts';

/** For the local host, which calls the endpoints itself. */
export const routes = register(ROUTES);

// A SCIM app waits for what the manage app brings up to date, and a deployment asks the manage app for its health alone:
// that must be enough to have it composed.
if (settings().role !== 'all') app.hook.appStart(() => warmUpLater(warmUp));

// What has come together meanwhile is written and sent before the instance goes.
app.hook.appTerminate(() => flush());

// Without streams the host loses chunked request bodies and joins repeated query parameters.
app.setup({ enableHttpStream: true });
