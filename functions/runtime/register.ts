/**
 * Registers the table of routes, and the timer, as functions of Azure. What is behind them is in a file of its own, which is
 * not read while the host waits for the start (cli/local-host/bundle.ts).
 */

import { app } from '@azure/functions';
import { once } from '../../shared/async/promises.ts';
import { settings } from './environment.ts';
import type { Invocation } from './invocation.ts';
import type { RegisteredRoute } from './router.ts';
import { METHODS, type RouteEntry, registeredIn } from './routes.ts';
import type { ChooseTask } from './served.ts';

/** For a host that calls the app without Azure's library. */
export interface InvokedRoute extends RegisteredRoute {
  readonly invoke: Invocation;
}

/** What is begun is ended: an app that never served has measured nothing. */
let isLoaded = false;

const load = once(async () => {
  isLoaded = true;
  return import('./served.ts');
});

/** @returns what it has registered, which is what belongs to the role of this app */
export function register(entries: readonly RouteEntry[]): readonly InvokedRoute[] {
  const { role } = settings();
  const served = once(async () => (await load()).served(entries, role));
  return registeredIn(entries, role).map(({ name, route }) => {
    const behind = once(async () => (await served())(name));
    app.http(name, {
      route,
      methods: [...METHODS],
      // Callers are checked by the endpoint itself: SCIM clients hold a bearer token, not a function key.
      authLevel: 'anonymous',
      handler: async (request, context) => (await behind()).handler(request, context),
    });
    const invoke: Invocation = async (...call) => (await behind()).invoke(...call);
    return { name, route, methods: METHODS, invoke };
  });
}

/**
 * In the app for administration alone: a timer needs a storage account, which a developer's machine may not have.
 * @param schedule an NCRONTAB expression of six fields
 */
export function registerTimer(name: string, schedule: string, choose: ChooseTask): void {
  if (settings().role !== 'manage') return;
  const behind = once(async () => (await load()).servedTimer(choose));
  app.timer(name, { schedule, handler: async (timer, context) => (await behind())(timer, context) });
}

export async function warmUp(): Promise<void> {
  await (await load()).warmUp();
}

/** Writes and sends what has come together meanwhile. */
export async function flush(): Promise<void> {
  if (isLoaded) await (await load()).flush();
}
