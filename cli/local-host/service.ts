/** Serves requests with a loaded app: route, forward to the stream server, invoke when it has arrived there. */

import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAgent, fail, forward, LOOPBACK, openStreamServer } from './forward.ts';
import { invoke } from './invoke.ts';
import type { App } from './load-app.ts';
import { createRouter, type Router } from './routes.ts';

export interface Service {
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** When every invocation has ended: the app's own last words, then the stream server. */
  close(): Promise<void>;
}

/** An invocation whose request is on its way to the stream server, by its id. */
type Waiting = Map<string, () => void>;

export async function openService(app: App, settings: HostSettings): Promise<Service> {
  const route = createRouter(app.functions, settings.routePrefix);
  const { server, port } = await openStreamServer(app.model);
  const destination = { port, agent: createAgent() };
  const waiting: Waiting = new Map();
  const running = new Set<Promise<void>>();
  // Only now: the library would wait for ever for the request of a client that left before it arrived.
  server.on('request', ({ headers }) => waiting.get(String(headers['x-ms-invocation-id']))?.());
  await app.runHooks('appStart', { hookData: {} });

  const serve = (request: IncomingMessage, response: ServerResponse) => {
    // Before all others: a header of the answer itself replaces its namesake.
    for (const [name, value] of Object.entries(settings.customHeaders)) response.setHeader(name, value);
    const match = find(route, request);
    if (typeof match === 'number') return fail(response, match);
    const id = randomUUID();
    const upstream = forward(request, response, id, destination);
    const start = async () => {
      waiting.delete(id);
      try {
        await invoke(app, { ...match, id, headers: request.headers });
      } catch (error) {
        app.log('error', 'user', failureText(match.function.metadata.name, error));
        fail(response, 500);
        upstream.destroy();
      }
    };
    waiting.set(id, () => track(running, start()));
    upstream.once('close', () => waiting.delete(id));
  };
  const close = async () => {
    while (running.size > 0) await Promise.all(running);
    await app.runHooks('appTerminate', { hookData: {} });
    destination.agent.destroy();
    server.close();
  };
  return { serve, close };
}

/** The function that answers, or the status with which the host itself does. */
function find(route: Router, { method = '', url = '', headers }: IncomingMessage) {
  const { host = LOOPBACK } = headers;
  if (!url.startsWith('/') || !/^[\w.:[\]-]+$/.test(host)) return 400;
  const target = URL.parse(`http://${host}${url}`);
  return target ? (route(method, target.pathname) ?? 404) : 400;
}

function track(running: Set<Promise<void>>, invocation: Promise<void>): void {
  running.add(invocation);
  void invocation.finally(() => running.delete(invocation));
}

const failureText = (name: string, error: unknown) =>
  `Function ${name} failed: ${error instanceof Error ? error.stack : String(error)}`;

/** The two settings of host.json that change what a client sees. */
export interface HostSettings {
  readonly routePrefix: string;
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
  return { routePrefix, customHeaders };
}
