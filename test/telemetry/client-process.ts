/** The client as it is deployed, dist/application-insights.cjs, in a process of its own: measures, sends, ends. */

import { createRequire } from 'node:module';
import { createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type * as deployed from '../../shared/telemetry/application-insights/client.ts';

const { applicationInsights }: typeof deployed = createRequire(import.meta.url)(
  '../../dist/application-insights.cjs',
);

const [connectionString = '', origin = ''] = process.argv.slice(2);
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4730';
const inner = createDefaultHttpClient();

const client = applicationInsights({
  connectionString,
  role: 'scim-test',
  ...(origin === ''
    ? {}
    : {
        credential: {
          getToken: async (scopes) => ({
            token: `for ${scopes}`,
            expiresOnTimestamp: Date.now() + 3_600_000,
          }),
        },
        // The SDK sends a token over TLS only; what it sends goes to the endpoint on this machine.
        httpClient: {
          sendRequest: (request) => {
            const { pathname } = new URL(request.url);
            request.url = origin + pathname;
            request.allowInsecureConnection = true;
            return inner.sendRequest(request);
          },
        },
      }),
});

const now = Date.now();
const cosmos = { target: 'Azure Cosmos DB', container: 'resources' } as const;
const parent = (traceId: string) => `00-${traceId}-00f067aa0ba902b7-00`;
client.called(
  { ...cosmos, operation: 'read', status: 200, milliseconds: 12, requestUnits: 1 },
  parent(TRACE),
  now,
);
client.called(
  { ...cosmos, operation: 'read', status: 200, milliseconds: 8, requestUnits: 2.5 },
  parent(`${TRACE.slice(0, -1)}1`),
  now,
);
client.called(
  { ...cosmos, operation: 'batch', status: 429, milliseconds: 3, requestUnits: 0 },
  parent(`${TRACE.slice(0, -1)}1`),
  now,
);
client.called(
  { target: 'Azure Key Vault', operation: 'get', status: undefined, milliseconds: 4000 },
  undefined,
  now,
);
client.lookedUp('account', true);
client.lookedUp('account', true);
client.lookedUp('token', false);
client.tolerated('op-in-capitals', 'AcDemo');
client.idle('AcDemo', 3);
await client.flush();
process.exit(0);
