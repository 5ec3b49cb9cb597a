/** Functions that show what a host does with requests and answers; bundled and run by the tests of the hosts. */

import { app, type HttpMethod, type HttpResponseInit } from '@azure/functions';
import { handle } from '../../functions/runtime/handler.ts';
import { invocationOf } from '../../functions/runtime/invocation.ts';
import { METHODS } from '../../functions/runtime/routes.ts';
import type { Endpoint } from '../../shared/http/message.ts';
import { endpointOf } from '../fetch.ts';

const ALL: HttpMethod[] = [...METHODS];

app.setup({ enableHttpStream: true });

/** A function of both hosts: of Azure's library, and of the host that calls endpoints itself. */
function served(name: string, route: string, methods: HttpMethod[], endpoint: Endpoint) {
  app.http(name, { route, methods, handler: handle(endpoint) });
  return { name, route, methods, invoke: invocationOf(endpoint) };
}

const echo = endpointOf(
  async (request, log) => {
    log({ event: 'arrived' });
    const { method, url, headers } = request;
    const text = await request.text();
    return Response.json({ method, url, headers: Object.fromEntries(headers), text });
  },
  ['authorization', 'if-match', 'transfer-encoding'],
);

const big: Endpoint = async () => ({
  status: 200,
  headers: { 'cache-control': 'private' },
  body: 'x'.repeat(8_000_000),
});

const PIECE = 'x'.repeat(100_000);
let made = 0;

function* manyPieces(count: number): Generator<string> {
  for (made = 0; made < count; made += 1) yield PIECE;
}

const pieces: Endpoint = async ({ url }) => ({
  status: 200,
  headers: {},
  body: manyPieces(Number(url.searchParams.get('count'))),
});

const piecesMade: Endpoint = async () => ({ status: 200, headers: {}, body: String(made) });

const limit: Endpoint = async (request) => {
  for await (const _chunk of request.body ?? []) return { status: 413, headers: {} };
  return { status: 204, headers: {} };
};

const text = (body: string) => async () => ({ status: 200, headers: {}, body });

const fails = () => {
  throw new Error('secret');
};

export const routes = [
  served('echo', 'echo/{account}/{*rest}', ALL, echo),
  served('big', 'big', ['GET', 'HEAD'], big),
  served('pieces', 'pieces', ['GET', 'HEAD'], pieces),
  served('pieces-made', 'pieces-made', ['GET'], piecesMade),
  served('limit', 'limit', ['POST'], limit),
  served('unread', 'unread', ['POST'], async () => ({ status: 401, headers: {} })),
  served('fails', 'fails', ALL, fails),
  served('unsendable', 'unsendable', ['GET'], async () => ({ status: 200, headers: { 'x-name': '€' } })),
  // Overlapping routes: the more general one comes first in the alphabet.
  served('overlap-a', 'over/{any}', ['GET'], text('a')),
  served('overlap-b', 'over/lap', ['GET', 'POST'], text('b')),
];

app.http('params', {
  route: 'params/{account}/{*rest}',
  methods: ['GET'],
  handler: async ({ params }) => ({ jsonBody: params }),
});

app.http('throws', {
  route: 'throws',
  methods: ALL,
  handler: fails,
});

app.http('silent', {
  route: 'silent',
  methods: ['GET'],
  handler: async () => undefined as unknown as HttpResponseInit,
});

app.hook.preInvocation((context) => {
  context.hookData.name = context.invocationContext.functionName;
});
app.hook.postInvocation((context) => {
  if (context.hookData.name === 'overlap-b') context.result = { status: 202, body: 'hooked' };
});
app.hook.appStart(() => console.log('started'));
app.hook.appTerminate(() => console.log('terminated'));
