/** Functions that show what the local host does with requests and answers; bundled and run by the host's tests. */

import { app, type HttpMethod, type HttpResponseInit } from '@azure/functions';
import { handle } from '../../../functions/runtime/handler.ts';
import { endpointOf } from '../../fetch.ts';

const ALL: HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

app.setup({ enableHttpStream: true });

app.http('echo', {
  route: 'echo/{account}/{*rest}',
  methods: ALL,
  handler: handle(
    endpointOf(
      async (request, log) => {
        log({ event: 'arrived' });
        const { method, url, headers } = request;
        const text = await request.text();
        return Response.json({ method, url, headers: Object.fromEntries(headers), text });
      },
      ['authorization', 'if-match', 'transfer-encoding'],
    ),
  ),
});

app.http('params', {
  route: 'params/{account}/{*rest}',
  methods: ['GET'],
  handler: async ({ params }) => ({ jsonBody: params }),
});

app.http('big', {
  route: 'big',
  methods: ['GET', 'HEAD'],
  handler: handle(async () => ({
    status: 200,
    headers: { 'cache-control': 'private' },
    body: 'x'.repeat(8_000_000),
  })),
});

app.http('limit', {
  route: 'limit',
  methods: ['POST'],
  handler: handle(async (request) => {
    for await (const _chunk of request.body ?? []) return { status: 413, headers: {} };
    return { status: 204, headers: {} };
  }),
});

app.http('unread', {
  route: 'unread',
  methods: ['POST'],
  handler: handle(async () => ({ status: 401, headers: {} })),
});

app.http('throws', {
  route: 'throws',
  methods: ALL,
  handler: () => {
    throw new Error('secret');
  },
});

app.http('silent', {
  route: 'silent',
  methods: ['GET'],
  handler: async () => undefined as unknown as HttpResponseInit,
});

// Overlapping routes: the more general one comes first in the alphabet.
app.http('overlap-a', { route: 'over/{any}', methods: ['GET'], handler: async () => ({ body: 'a' }) });
app.http('overlap-b', { route: 'over/lap', methods: ['GET', 'POST'], handler: async () => ({ body: 'b' }) });

app.hook.preInvocation((context) => {
  context.hookData.name = context.invocationContext.functionName;
});
app.hook.postInvocation((context) => {
  if (context.hookData.name === 'overlap-b') context.result = { status: 202, body: 'hooked' };
});
app.hook.appStart(() => console.log('started'));
app.hook.appTerminate(() => console.log('terminated'));
