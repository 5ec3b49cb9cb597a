/** Serves requests with the routes of a loaded app: finds the route, calls its endpoint, sends the answer. */

import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { failureLine } from '../../functions/runtime/invocation.ts';
import type { InvokedRoute } from '../../functions/runtime/register.ts';
import { createRouter, forwardedPath } from '../../functions/runtime/router.ts';
import { inTurns } from '../../shared/async/pieces.ts';
import { type HttpRequest, type HttpResponse, isWhole, type Log } from '../../shared/http/message.ts';

export interface Service {
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** When every invocation has ended: the app's own last words. */
  close(): Promise<void>;
}

/** The app as far as requests need it. */
interface ServedApp {
  readonly routes: readonly InvokedRoute[];
  /** Runs the hooks of that name in the order of their registration. */
  runHooks(name: string, context: object): Promise<void>;
}

/** Milliseconds after which a client that does not read its answer is let go. */
const PATIENCE = 30_000;

export async function openService(
  app: ServedApp,
  settings: HostSettings,
  log: Log,
  patience = PATIENCE,
): Promise<Service> {
  const route = createRouter(app.routes, settings.routePrefix);
  const running = new Set<Promise<void>>();
  await app.runHooks('appStart', { hookData: {} });
  const serve = (request: IncomingMessage, response: ServerResponse) => {
    const url = targetOf(request);
    if (typeof url === 'number') return refuse(response, url, settings);
    const found = route(request.method ?? '', url.pathname);
    if (!found) return refuse(response, 404, settings);
    const path = forwardedPath(url.pathname);
    if (path !== url.pathname) url.pathname = path;
    const answered = found.route
      .invoke(plainRequest(request, url), log, request.headers.traceparent?.toString())
      .then(async (answer) => {
        // All that is answered in a turn of the event loop leaves together: a client wakes once for it, and not each time.
        await endOfTurn();
        // From the last byte that the client took; then Node closes the connection.
        response.setTimeout(patience);
        return send(answer, request, response, settings);
      })
      .catch((failure: unknown) => {
        log(failureLine(failure));
        refuse(response, 500, settings);
      });
    running.add(answered);
    void answered.then(() => running.delete(answered));
  };
  const close = async () => {
    while (running.size > 0) await Promise.all(running);
    await app.runHooks('appTerminate', { hookData: {} });
  };
  return { serve, close };
}

const LOOPBACK = '127.0.0.1';

/** Bytes, as in the host. Node's own parser answers 431 from 16 KiB on. */
const MAX_REQUEST_LINE = 8192;

/** The URL of a request, its dot segments resolved; or the status with which the host itself answers. */
export function targetOf(request: IncomingMessage): URL | 400 | 414 {
  const { method = '', url = '', headers } = request;
  if (`${method} ${url} HTTP/1.1\r\n`.length > MAX_REQUEST_LINE) return 414;
  if (isAmbiguous(request)) return 400;
  const { host = LOOPBACK } = headers;
  if (!/^\/[\x21-\x7e]*$/.test(url) || !/^[\w.:[\]-]+$/.test(host)) return 400;
  const target = URL.parse(`http://${host}${url}`);
  return target === null || target.pathname.includes('%00') ? 400 : target;
}

/** RFC 9112 §3.2 for Host; of two credentials Node would take the first, and a proxy before it perhaps the other. */
const isAmbiguous = ({ headersDistinct: { host = [], authorization = [] } }: IncomingMessage): boolean =>
  host.length > 1 || authorization.length > 1;

/** Answers for the host itself, with an empty body; cuts an answer off that has begun. */
export function refuse(response: ServerResponse, status: number, { customHeaders }: HostSettings): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { ...customHeaders, 'content-length': 0 }).end();
}

const plainRequest = (request: IncomingMessage, url: URL): HttpRequest => ({
  method: request.method ?? '',
  url,
  header: (name) => request.headers[name]?.toString(),
  // An endpoint that stops reading must not end the connection: the rest is taken off the client's hands.
  body: hasBody(request)
    ? { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) }
    : undefined,
});

/** Azure's library drops what comes with these two methods. */
export const hasBody = ({ method, headers }: IncomingMessage): boolean =>
  method !== 'GET' &&
  method !== 'HEAD' &&
  (headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined);

async function send(
  { status, headers, body }: HttpResponse,
  request: IncomingMessage,
  response: ServerResponse,
  { customHeaders }: HostSettings,
): Promise<void> {
  request.resume();
  if (body === undefined || isWhole(body)) {
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    response.writeHead(status, { ...customHeaders, ...headers, ...length }).end(body);
    return;
  }
  response.writeHead(status, { ...customHeaders, ...headers });
  // No piece is made for a client that does not read.
  await pipeline(inTurns(body), response).catch((error: unknown) => {
    if (!isDisconnect(error)) throw error;
  });
}

/** The client is gone, or was let go. */
const isDisconnect = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET', 'EPIPE'].includes(String(error.code));

/** The two settings of host.json that change what a client sees. */
export interface HostSettings {
  readonly routePrefix: string;
  /** Names in lower case: a header of the answer itself replaces its namesake. */
  readonly customHeaders: Readonly<Record<string, string>>;
}

interface HostJson {
  readonly extensions?: {
    readonly http?: { readonly routePrefix?: string; readonly customHeaders?: Record<string, string> };
  };
}

export function readHostSettings(file: string): HostSettings {
  const { extensions }: HostJson = JSON.parse(readFileSync(file, 'utf8'));
  const { routePrefix = 'api', customHeaders = {} } = extensions?.http ?? {};
  const lowerCase = Object.entries(customHeaders).map(([name, value]) => [name.toLowerCase(), value]);
  return { routePrefix, customHeaders: Object.fromEntries(lowerCase) };
}
