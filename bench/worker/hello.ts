/** The yardstick: the least that a function app with HTTP streams can do. */

import { app } from '@azure/functions';

app.setup({ enableHttpStream: true });

app.http('hello', {
  route: 'hello',
  methods: ['GET', 'PATCH'],
  authLevel: 'anonymous',
  handler: async (request) => {
    await request.text();
    return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'Hello, world' };
  },
});
