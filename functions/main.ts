/** Entry of the deployed bundle: every function, registered once. */

import { app } from '@azure/functions';
import './groups.ts';
import './health.ts';
import './manage.ts';
import './resource-types.ts';
import './schemas.ts';
import './service-provider-config.ts';
import './users.ts';
import './wildcard.ts';

// Without streams the host loses chunked request bodies and joins repeated query parameters.
app.setup({ enableHttpStream: true });
