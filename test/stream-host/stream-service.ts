/**
 * The way of a request in Azure: routed, forwarded to the stream server of the library, and invoked when it has arrived
 * there. The local host takes a shorter way; tests take both.
 */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { App, RegisteredFunction } from '../../cli/local-host/load-app.ts';
import { type HostSettings, refuse, type Service, targetOf } from '../../cli/local-host/service.ts';
import { createRouter, forwardedPath, type RegisteredRoute } from '../../functions/runtime/router.ts';
import { createAgent, forward, openStreamServer } from './forward.ts';
import { invoke } from './invoke.ts';

/** An invocation whose request is on its way to the stream server, by its id. */
type Waiting = Map<string, () => void>;

export async function openStreamService(app: App, settings: HostSettings): Promise<Service> {
  const route = createRouter(app.functions.flatMap(routeOf), settings.routePrefix);
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
    const url = targetOf(request);
    if (typeof url === 'number') return refuse(response, url, settings);
    const match = route(request.method ?? '', url.pathname);
    if (!match) return refuse(response, 404, settings);
    const called = match.route.function;
    const { params } = match;
    const id = randomUUID();
    const path = `${forwardedPath(url.pathname)}${url.search}`;
    const upstream = forward(request, response, path, id, destination);
    const start = async () => {
      waiting.delete(id);
      try {
        await invoke(app, { function: called, params, id, headers: request.headers });
      } catch (error) {
        app.log('error', 'user', failureText(called.metadata.name, error));
        refuse(response, 500, settings);
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

interface FunctionRoute extends RegisteredRoute {
  readonly function: RegisteredFunction;
}

/** None of a function with another trigger. */
export function routeOf(candidate: RegisteredFunction): FunctionRoute[] {
  const { name, bindings } = candidate.metadata;
  const trigger = Object.values(bindings).find(({ type }) => type === 'httpTrigger');
  if (!trigger) return [];
  const { route = name, methods = [] } = trigger;
  return [{ name, route, methods, function: candidate }];
}

function track(running: Set<Promise<void>>, invocation: Promise<void>): void {
  running.add(invocation);
  void invocation.finally(() => running.delete(invocation));
}

const failureText = (name: string, error: unknown) =>
  `Function ${name} failed: ${error instanceof Error ? error.stack : String(error)}`;
