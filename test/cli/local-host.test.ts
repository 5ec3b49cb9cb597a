import { once } from 'node:events';
import { type IncomingMessage, request as send } from 'node:http';
import { connect, type Socket } from 'node:net';
import { isWindows } from '../platform.ts';
import { buildFixture, type RunningHost, runHost, type Way } from '../stream-host/running-host.ts';

const http = {
  routePrefix: '',
  customHeaders: { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' },
};

let fixture: Awaited<ReturnType<typeof buildFixture>>;
let host: RunningHost;

beforeAll(async () => {
  fixture = await buildFixture(http);
});

afterAll(() => fixture.remove());

const at = (path: string) => `http://127.0.0.1:${host.port}${path}`;

interface Echo {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

async function echoOf(answer: Response): Promise<Echo> {
  const echo: Partial<Echo> = Object(await answer.json());
  const { url = '', method = '', headers = {}, text = '' } = echo;
  return { url, method, headers, text };
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += chunk;
  return text;
}

/** Chunked, and held open until `end`. */
function upload(port: number, path: string, headers = {}) {
  const request = send({ port, host: '127.0.0.1', path, method: 'POST', headers });
  const answer = once(request, 'response').then(async ([response]: IncomingMessage[]) => {
    if (!response) throw new Error('no response');
    return { headers: response.headers, echo: await echoOf(new Response(await textOf(response))) };
  });
  // Whether it fails is asserted, if at all, through `answer`.
  answer.catch(() => undefined);
  return { request, answer };
}

async function raw(text: string): Promise<string> {
  const socket = connect(host.port, '127.0.0.1');
  socket.setEncoding('utf8').write(text);
  let answer = '';
  for await (const chunk of socket) answer += chunk;
  return answer;
}

describe.each<[Way, string]>([
  ['direct', 'called by the host'],
  ['stream', "through the stream server of Azure's library"],
])('%s: %s', (way) => {
  beforeAll(async () => {
    host = await runHost(fixture.directory, way);
  });

  afterAll(async () => {
    host.process.kill('SIGTERM');
    await host.ended();
  });

  describe('requests reach the function as the client sent them', () => {
    it('a chunked body arrives whole', async () => {
      const { request, answer } = upload(host.port, '/echo/A/Users');
      for (const part of ['{"userName":', '"ä', '€"}']) request.write(part);
      request.end();
      expect((await answer).echo).toMatchObject({
        method: 'POST',
        text: '{"userName":"ä€"}',
        headers: { 'transfer-encoding': 'chunked' },
      });
    });

    it('a body with a length arrives whole, on DELETE too', async () => {
      const response = await fetch(at('/echo/A/Users'), { method: 'DELETE', body: 'x'.repeat(300_000) });
      expect((await echoOf(response)).text).toHaveLength(300_000);
    });

    it.each([
      ['repeated query parameters', '/echo/A/Users?attributes=a&attributes=b'],
      ['percent signs and plus signs in the query', '/echo/A/Users?filter=userName+eq+%22a%25b%22&x=%zz'],
      ['the bare prefix of a catch-all', '/echo/A'],
      ['a trailing slash', '/echo/A/'],
    ])('%s: the URL is unchanged', async (_case, path) => {
      const response = await fetch(at(path));
      expect((await echoOf(response)).url).toBe(at(path));
    });

    it('the headers of the client arrive', async () => {
      const response = await fetch(at('/echo/A/Users'), {
        headers: { authorization: 'Bearer x', 'if-match': 'W/"1"' },
      });
      expect((await echoOf(response)).headers).toMatchObject({
        authorization: 'Bearer x',
        'if-match': 'W/"1"',
      });
    });

    it('the host a proxy names does not replace the one the client called', async () => {
      const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
      const response = await fetch(at('/echo/A'), { headers });
      expect((await echoOf(response)).url).toBe(at('/echo/A'));
    });

    it('100 requests at once each get their own answer', async () => {
      const texts = Array.from({ length: 100 }, (_, index) => `body ${index}`);
      const answers = texts.map((body) => fetch(at('/echo/A/Users'), { method: 'PATCH', body }));
      const bodies = await Promise.all(answers.map(async (answer) => (await echoOf(await answer)).text));
      expect(bodies).toEqual(texts);
    });
  });

  describe('answers reach the client as the function gave them', () => {
    it('a big one whole, with the headers of host.json beside its own', async () => {
      const response = await fetch(at('/big'));
      expect(await response.text()).toHaveLength(8_000_000);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('cache-control')).toBe('private');
    });

    it('HEAD: no body', async () => {
      const answer = await raw('HEAD /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      expect(answer).toMatch(/^HTTP\/1\.1 200 /);
      expect(answer.split('\r\n\r\n')[1]).toBe('');
    });

    it.each([
      ['after a part of the body', '/limit', 413],
      ['before any of the body', '/unread', 401],
    ])('one given %s arrives, and the rest of a large body harms nobody', async (_case, path, status) => {
      const body = 'x'.repeat(20_000_000);
      const responses = await Promise.all([1, 2, 3].map(() => fetch(at(path), { method: 'POST', body })));
      expect(responses.map((response) => response.status)).toEqual([status, status, status]);
    });
  });

  describe('routes, as the Functions host matches them', () => {
    it.each([
      ['an unknown path', 'GET', '/nowhere'],
      ['a method that is not registered', 'DELETE', '/over/lap'],
    ])('%s: an empty 404', async (_case, method, path) => {
      const response = await fetch(at(path), { method });
      expect([response.status, await response.text()]).toEqual([404, '']);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    });

    it('overlapping routes: the function first in the alphabet answers', async () => {
      expect(await (await fetch(at('/over/lap'))).text()).toBe('a');
    });

    it.each([
      ['a host that is none', 'GET /echo/A HTTP/1.1\r\nHost: a/b\r\n'],
      ['a host with a port that is none', 'GET /echo/A HTTP/1.1\r\nHost: a:99999\r\n'],
      ['a target that is no path', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n'],
    ])('%s: 400', async (_case, head) => {
      expect(await raw(`${head}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
    });
  });

  describe('what goes wrong stays with its request', () => {
    it('an endpoint that throws: 500 with constant text, the reason in the log', async () => {
      const response = await fetch(at('/fails'));
      const answer = await response.text();
      expect([response.status, answer]).toEqual([500, expect.stringContaining('Internal error')]);
      expect(answer).not.toContain('secret');
      await host.printed('scim.failure');
    });

    it('an answer that cannot be sent: 500, and the next request is served', async () => {
      const response = await fetch(at('/unsendable'));
      expect(response.status).toBe(500);
      expect((await fetch(at('/echo/A'))).status).toBe(200);
    });

    it('clients that leave in the middle of a body, or at once: the next one is served', async () => {
      const partial = 'POST /echo/A HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n';
      for (const text of [
        partial,
        'POST /throws HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n',
        'GET /big HT',
      ]) {
        const sockets = Array.from({ length: 10 }, () => connect(host.port, '127.0.0.1'));
        await Promise.all(sockets.map((socket) => leaveAfter(socket, text)));
      }
      const leaver = connect(host.port, '127.0.0.1');
      leaver.write('GET /big HTTP/1.1\r\nHost: a\r\n\r\n');
      await once(leaver, 'data');
      leaver.destroy();
      expect((await fetch(at('/echo/A'))).status).toBe(200);
    });
  });

  describe('a request target, as Kestrel, the router and the proxy of Azure treat it', () => {
    const statusLine = async (target: string) =>
      (await raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)).split('\r\n')[0];
    /** The path that the function sees, or the status of an answer without one. */
    const seen = async (target: string): Promise<string | number> => {
      const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      const found = /"url":"http:\/\/[^/"]+([^"]*)"/.exec(answer);
      return found?.[1] ?? Number(answer.split(' ')[1]);
    };

    it.each([
      ['/echo/A/a%2Fb', '/echo/A/a%252Fb'],
      ['/echo/A/a%252Fb', '/echo/A/a%252Fb'],
      ['/echo%2FA', 404],
      ['/echo/A/a+b', '/echo/A/a+b'],
      ['/echo/A/a%2Bb', '/echo/A/a+b'],
      ['/echo/A/?x=+%2B%2F', '/echo/A/?x=+%2B%2F'],
      ['/echo/A/', '/echo/A/'],
      ['/echo/A/x/', '/echo/A/x/'],
      ['/echo/A//', 404],
      ['/echo/A//x', 404],
      ['/echo//A', 404],
      ['//', 404],
      ['//echo/A', 404],
      ['/%65cho/A', '/echo/A'],
      ['/ECHO/A', '/ECHO/A'],
      ['/other/../echo/A', '/echo/A'],
      ['/other/%2E%2E/echo/./A', '/echo/A'],
      ['/echo/A/%20%22%25%C3%A4', '/echo/A/%20%22%25%C3%A4'],
      ['/echo/A/"<>^', '/echo/A/%22%3C%3E%5E'],
      ['/echo/A/%FF', '/echo/A/%25FF'],
      ['/echo/A/%zz', '/echo/A/%25zz'],
      ['/echo/A/%00', 400],
      ['/echo/A/\u00e4', 400],
      ['/echo/A?x=\u00e4', 400],
    ])('%s -> %s', async (target, expected) => {
      expect(await seen(target)).toBe(expected);
    });

    it.each([
      ['Host', 'Host: a\r\nhost: b'],
      ['Authorization', 'Host: a\r\nAuthorization: Bearer x\r\nauthorization: Bearer y'],
    ])('two headers %s: 400', async (_name, headers) => {
      const answer = await raw(`GET /echo/A HTTP/1.1\r\n${headers}\r\nConnection: close\r\n\r\n`);
      expect(answer.split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request');
    });

    it.each(['TRACE', 'PURGE'])('%s: an empty 404', async (method) => {
      const answer = await raw(`${method} /echo/A HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      expect([answer.split('\r\n')[0], answer.split('\r\n\r\n')[1]]).toEqual(['HTTP/1.1 404 Not Found', '']);
    });

    it('a request line of exactly 8,192 bytes passes', async () => {
      const frame = 'GET /echo/A?x= HTTP/1.1\r\n'.length;
      expect(await statusLine(`/echo/A?x=${'y'.repeat(8192 - frame)}`)).toBe('HTTP/1.1 200 OK');
      expect(await statusLine(`/echo/A?x=${'y'.repeat(8193 - frame)}`)).toBe('HTTP/1.1 414 URI Too Long');
    });
  });
  // By signals, which end a process of Windows at once.
  (isWindows ? describe.skip : describe)('stopping', () => {
    /** A host with one request in its function, and a silent connection; it has been asked to stop. */
    async function stopping() {
      const own = await runHost(fixture.directory, way);
      const idle = connect(own.port, '127.0.0.1').on('error', () => undefined);
      await once(idle, 'connect');
      const { request, answer } = upload(own.port, '/echo/A');
      request.write('first ');
      await own.printed('arrived');
      own.process.kill('SIGTERM');
      while ((await echoStatus(own.port)).status === 200);
      return { own, request, answer };
    }

    const echoStatus = (port: number) => fetch(`http://127.0.0.1:${port}/echo/A`);

    it('refuses new requests for now, finishes the one in flight, lets the app end, exits 0', async () => {
      const { own, request, answer } = await stopping();
      const { status, headers: refusal } = await echoStatus(own.port);
      expect([status, refusal.get('retry-after'), refusal.get('connection')]).toEqual([503, '5', 'close']);
      request.end('last');
      const { headers, echo } = await answer;
      expect(echo.text).toBe('first last');
      expect(headers.connection).toBe('close');
      expect(await own.ended()).toBe(0);
      expect(own.output()).toContain('terminated');
    });

    it('a request that does not end is waited for only so long', async () => {
      const { own, request, answer } = await stopping();
      const started = performance.now();
      expect(await own.ended()).toBe(0);
      expect(performance.now() - started).toBeLessThan(5_000);
      await expect(answer).rejects.toThrow();
      request.destroy();
    });

    it('a second signal does not wait', async () => {
      const { own, request } = await stopping();
      request.on('error', () => undefined);
      own.process.kill('SIGTERM');
      expect(await own.ended()).toBe(143);
    });
  });
});

describe('a client that does not read its answers', () => {
  it('is let go, and others are served', async () => {
    host = await runHost(fixture.directory, 'direct');
    const socket = connect(host.port, '127.0.0.1').on('error', () => undefined);
    socket.write('GET /big HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(5));
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    let size = 0;
    socket.on('data', (chunk) => {
      size += chunk.length;
    });
    await once(socket.resume(), 'close');
    expect(size).toBeLessThan(5 * 8_000_000);
    expect((await fetch(at('/big'))).headers.get('x-ms-invocation-id')).toBeNull();
    host.process.kill('SIGTERM');
    await host.ended();
  });
});

describe('an answer in pieces', () => {
  it.each(['direct', 'stream'] as const)('arrives whole (%s)', async (way) => {
    host = await runHost(fixture.directory, way);
    const response = await fetch(at('/pieces?count=50'));
    expect([response.status, (await response.text()).length]).toEqual([200, 5_000_000]);
    host.process.kill('SIGTERM');
    await host.ended();
  });

  it('is made no faster than the client reads it; a client that stops reading is let go', async () => {
    host = await runHost(fixture.directory, 'direct');
    const made = async () => Number(await (await fetch(at('/pieces-made'))).text());
    const socket = connect(host.port, '127.0.0.1').on('error', () => undefined);
    socket.pause().write('GET /pieces?count=1000 HTTP/1.1\r\nHost: a\r\n\r\n');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = await made();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect([before > 0, before < 200, await made()]).toEqual([true, true, before]);
    let size = 0;
    socket.on('data', (chunk) => {
      size += chunk.length;
    });
    await once(socket.resume(), 'close');
    expect(size).toBeLessThan(200 * 100_000);
    expect((await fetch(at('/pieces?count=2'))).status).toBe(200);
    expect(host.output()).not.toContain('scim.failure');
    host.process.kill('SIGTERM');
    await host.ended();
  });
});

describe("functions of Azure's library", () => {
  beforeAll(async () => {
    host = await runHost(fixture.directory, 'stream');
  });

  afterAll(async () => {
    host.process.kill('SIGTERM');
    await host.ended();
  });

  it('the headers of the client arrive, an invocation id of its own making does not', async () => {
    const response = await fetch(at('/echo/A/Users'), {
      headers: { authorization: 'Bearer x', 'if-match': 'W/"1"', 'x-ms-invocation-id': 'forged' },
    });
    expect((await echoOf(response)).headers).toMatchObject({
      authorization: 'Bearer x',
      'if-match': 'W/"1"',
    });
    expect(response.headers.get('x-ms-invocation-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a hook may change it', async () => {
    const response = await fetch(at('/over/lap'), { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([202, 'hooked']);
  });

  it('parameters are decoded, but for an encoded slash', async () => {
    const response = await fetch(at('/PARAMS/A%20B/Users/a%2Fb/'));
    expect(await response.json()).toEqual({ account: 'A B', rest: 'Users/a%2Fb/' });
  });

  it.each([
    ['that throws', '/throws'],
    ['that answers nothing', '/silent'],
  ])('a function %s: an empty 500, the reason in the log', async (_case, path) => {
    const response = await fetch(at(path));
    expect([response.status, await response.text()]).toEqual([500, '']);
    await host.printed(`Function ${path.slice(1)} `);
  });
});

async function leaveAfter(socket: Socket, text: string): Promise<void> {
  await once(socket, 'connect');
  await new Promise((resolve) => socket.write(text, resolve));
  socket.destroy();
}
