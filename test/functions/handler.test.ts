import { HttpRequest, HttpResponse, InvocationContext } from '@azure/functions';
import { handle } from '../../functions/runtime/handler.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { endpointOf } from '../fetch.ts';

const url = 'https://scim.example/scim/v2/A%2FB/Users?attributes=a&attributes=b';

/** The answer as the library sends it, and what was logged. */
async function run(
  answering: Parameters<typeof endpointOf>[0],
  init: ConstructorParameters<typeof HttpRequest>[0] = {},
) {
  const logged: [string, ...unknown[]][] = [];
  const context = new InvocationContext({
    logHandler: (level, ...args) => void logged.push([level, ...args]),
  });
  const answer = await handle(endpointOf(answering, ['if-match']))(
    new HttpRequest({ method: 'GET', url, ...init }),
    context,
  );
  const { status, headers, body } = answer ?? {};
  const response = new HttpResponse({ ...(status ? { status } : {}), ...(headers ? { headers } : {}), body });
  return { response, logged };
}

describe('an endpoint behind Azure Functions', () => {
  it('sees method, URL, headers and body of the request', async () => {
    const { response } = await run(
      async (request) => {
        const { method, headers } = request;
        return Response.json([request.url, method, headers.get('if-match'), await request.text()]);
      },
      { method: 'PATCH', headers: { 'If-Match': 'W/"1"' }, body: { string: '{"ä":1}' } },
    );
    expect(await response.json()).toEqual([url, 'PATCH', 'W/"1"', '{"ä":1}']);
  });

  it('answers with status, headers and body', async () => {
    const answer = new Response('{}', { status: 201, headers: { ETag: 'W/"1"', Location: url } });
    const { response } = await run(async () => answer);
    expect([response.status, await response.text()]).toEqual([201, '{}']);
    expect(Object.fromEntries(response.headers)).toMatchObject({ etag: 'W/"1"', location: url });
  });

  it.each([204, 304])('%i: no body', async (status) => {
    const { response } = await run(async () => new Response(null, { status }));
    expect([response.status, response.body]).toEqual([status, null]);
  });

  it('logs a line as JSON text, percent signs unharmed', async () => {
    const { logged } = await run(async (_request, log) => {
      log({ event: 'scim.request', note: '100%s' });
      return new Response();
    });
    expect(logged).toEqual([['information', '{"event":"scim.request","note":"100%s"}']]);
  });

  it('may stop reading a body half way: the rest is discarded, not cut off', async () => {
    const body = observedBody(5);
    const request = new HttpRequest({ method: 'POST', url, body: { string: '-' } });
    Object.defineProperty(request, 'body', { value: body.stream });
    const answer = await handle(async ({ body: chunks }) => {
      for await (const _chunk of chunks ?? []) break;
      return { status: 413, headers: {} };
    })(request, new InvocationContext({ logHandler: () => undefined }));
    await body.ended;
    expect([answer?.status, body.cancelled()]).toEqual([413, false]);
  });
});

it('an app that cannot open its stores now: 503 with Retry-After, and why in the log', async () => {
  const { response, logged } = await run(async () => {
    throw new StoreUnavailable('no answer: time-out');
  });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await response.text()).not.toContain('time-out');
  expect(logged).toEqual([['error', expect.stringContaining('no answer: time-out')]]);
});

/** An invocation always has an answer: the host learns by the level of the line. */
describe('the level of a line', () => {
  it.each([
    ['information', { event: 'scim.request', status: 200 }],
    ['information', { event: 'scim.request', status: 404 }],
    ['information', { event: 'scim.request', status: 501 }],
    ['warning', { event: 'scim.request', status: 429 }],
    ['warning', { event: 'token.expires', daysLeft: 7 }],
    ['error', { event: 'scim.request', status: 500 }],
    ['error', { event: 'manage.request', status: 503 }],
  ])('%s for %j', async (level, line) => {
    const { logged } = await run(async (_request, log) => {
      log(line);
      return new Response();
    });
    expect(logged).toEqual([[level, JSON.stringify(line)]]);
  });
});

/** RFC 7644 §3.12. */
describe('an endpoint that fails', () => {
  it.each([
    ['an Error', new TypeError('someone@example.com')],
    ['anything else', { token: 'someone@example.com' }],
    ['nothing', undefined],
  ])('with %s: 500 with a constant detail', async (_case, failure) => {
    const { response, logged } = await run(async () => {
      throw failure;
    });
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toMatch('application/scim+json');
    expect(await response.json()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '500',
      detail: 'Internal error',
    });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toEqual(['error', expect.stringContaining('"scim.failure"')]);
    // Messages of libraries may quote what they worked on.
    expect(String(logged[0])).not.toContain('someone@example.com');
  });
});

function observedBody(chunks: number) {
  let left = chunks;
  let cancelled = false;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      left -= 1;
      if (left >= 0) return controller.enqueue(new Uint8Array(10));
      controller.close();
      resolve();
    },
    cancel() {
      cancelled = true;
      resolve();
    },
  });
  return { stream, ended, cancelled: () => cancelled };
}
