/** Registers the table of routes, and the timer, as functions of Azure. */

import { app } from '@azure/functions';
import { once } from '../../shared/async/promises.ts';
import type { Endpoint } from '../../shared/http/message.ts';
import { healthEndpoint } from '../../shared/http/other-endpoints.ts';
import { type Composition, composition, type Endpoints, settings, telemetry } from './compose.ts';
import { handle, handleTimer, type TimedTask } from './handler.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import type { RegisteredRoute } from './router.ts';
import { METHODS, type RouteEntry, routesOf } from './routes.ts';

/** For a host that calls the app without Azure's library. */
export interface InvokedRoute extends RegisteredRoute {
  readonly invoke: Invocation;
}

/** @returns what it has registered, which is what belongs to the role of this app */
export function register(entries: readonly RouteEntry[]): readonly InvokedRoute[] {
  return routesOf(entries, settings().role, deferred).map(({ endpoint, ...route }) => {
    app.http(route.name, {
      route: route.route,
      methods: [...METHODS],
      // Callers are checked by the endpoint itself: SCIM clients hold a bearer token, not a function key.
      authLevel: 'anonymous',
      handler: handle(endpoint, telemetry()),
    });
    return { ...route, invoke: invocationOf(endpoint, telemetry()) };
  });
}

/** Composed by the first request that needs it. */
function composed(choose: (all: Endpoints) => Endpoint): Endpoint {
  const open = once(async () => {
    const { endpoints, remarks } = await composition();
    return { endpoint: choose(endpoints), remarks };
  });
  return async (request, log) => {
    const { endpoint, remarks } = await open();
    for (const line of remarks()) log(line);
    return endpoint(request, log);
  };
}

const deferred: Endpoints = {
  resources: (endpoint) => composed(({ resources }) => resources(endpoint)),
  schemas: composed(({ schemas }) => schemas),
  resourceTypes: composed(({ resourceTypes }) => resourceTypes),
  serviceProviderConfig: composed(({ serviceProviderConfig }) => serviceProviderConfig),
  manage: composed(({ manage }) => manage),
  readiness: composed(({ readiness }) => readiness),
  unknown: composed(({ unknown }) => unknown),
  // It needs no store, and must not wait for one.
  health: healthEndpoint,
};

/**
 * In the app for administration alone: a timer needs a storage account, which a developer's machine may not have.
 * @param schedule an NCRONTAB expression of six fields
 */
export function registerTimer(name: string, schedule: string, choose: (all: Composition) => TimedTask): void {
  if (settings().role !== 'manage') return;
  const task: TimedTask = async (log) => choose(await composition())(log);
  app.timer(name, { schedule, handler: handleTimer(task, telemetry()) });
}
