/** What is behind the registered functions, and all that it needs: loaded after the start, or by the first request. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpHandler, TimerHandler } from '@azure/functions';
import { prepareChecks } from '../../shared/accounts/resource-types.ts';
import { once } from '../../shared/async/promises.ts';
import type { Endpoint } from '../../shared/http/message.ts';
import { healthEndpoint } from '../../shared/http/other-endpoints.ts';
import { type Composition, composition, type Endpoints, flush, telemetry } from './compose.ts';
import { portalFolder, settings } from './environment.ts';
import { handle, handleTimer, type TimedTask } from './handler.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { portalIn } from './portal.ts';
import { type RouteEntry, routesOf } from './routes.ts';
import type { Settings } from './settings.ts';

export { flush };

/** Milliseconds that belong to a first request: it is a read. */
const PAUSE_BEFORE_CHANGES = 500;

/** What a first request would wait for, and then what a first change would. */
export async function warmUp(): Promise<void> {
  await composition();
  if (settings().role !== 'scim') return;
  await sleep(PAUSE_BEFORE_CHANGES, undefined, { ref: false });
  await prepareChecks();
}

/** One endpoint, for either host. */
export interface Served {
  readonly handler: HttpHandler;
  readonly invoke: Invocation;
}

/** @returns what is behind the function of a name */
export function served(entries: readonly RouteEntry[], role: Settings['role']): (name: string) => Served {
  const portal = portalIn(portalFolder, settings().manage.entra?.authority);
  const endpoints = new Map(
    routesOf(entries, role, { ...deferred, portal }).map(({ name, endpoint }) => [name, endpoint]),
  );
  return (name) => {
    const endpoint = endpoints.get(name);
    if (!endpoint) throw new Error(`There is no function ${name}.`);
    return { handler: handle(endpoint, telemetry()), invoke: invocationOf(endpoint, telemetry()) };
  };
}

export type ChooseTask = (all: Composition) => TimedTask;

export const servedTimer = (choose: ChooseTask): TimerHandler =>
  handleTimer(async (log) => choose(await composition())(log), telemetry());

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

/** Those of static files and of health need no store, and must not wait for one. */
const deferred: Omit<Endpoints, 'portal'> = {
  resources: (endpoint) => composed(({ resources }) => resources(endpoint)),
  schemas: composed(({ schemas }) => schemas),
  resourceTypes: composed(({ resourceTypes }) => resourceTypes),
  serviceProviderConfig: composed(({ serviceProviderConfig }) => serviceProviderConfig),
  manage: composed(({ manage }) => manage),
  readiness: composed(({ readiness }) => readiness),
  unknown: composed(({ unknown }) => unknown),
  health: healthEndpoint,
};
