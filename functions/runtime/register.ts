/** Registers endpoints as functions, if they belong to the role of this app. */

import { app, type HttpMethod } from '@azure/functions';
import type { Endpoint } from '../../shared/http/message.ts';
import { type Composition, composition, type Endpoints, settings, telemetry } from './compose.ts';
import { type Door, doorWithoutEmptySegments } from './empty-segments.ts';
import { handle, handleTimer, type TimedTask } from './handler.ts';

/** The host would answer other methods with an empty 404. */
const METHODS: HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

type Half = 'scim' | 'manage' | 'both';

/** What this app has registered. */
const doors: Door[] = [];

/**
 * @param half of the service; what is registered in neither half of an app is a path like any other that is not there
 * @param name also the rank among overlapping routes: the host tries functions in alphabetical order
 */
export function register(
  half: Half,
  name: string,
  route: string,
  choose: (all: Endpoints) => Endpoint,
): void {
  registerEndpoint(half, name, route, async (request, log) => {
    const { endpoints, remarks } = await composition();
    for (const line of remarks()) log(line);
    return choose(endpoints)(request, log);
  });
}

/** One that needs nothing of what is composed. */
export function registerEndpoint(half: Half, name: string, route: string, endpoint: Endpoint): void {
  const { role } = settings();
  if (role !== 'all' && half !== 'both' && half !== role) return;
  doors.push({ route, endpoint });
  app.http(name, {
    route,
    methods: METHODS,
    // Callers are checked by the endpoint itself: SCIM clients hold a bearer token, not a function key.
    authLevel: 'anonymous',
    handler: handle(endpoint, telemetry()),
  });
}

/** The endpoint of this app that a path means but for its empty segments; `otherwise` where there is none. */
export const withoutEmptySegments =
  (otherwise: Endpoint): Endpoint =>
  (request, log) => {
    const meant = doorWithoutEmptySegments(doors, request.url.pathname);
    return (meant?.endpoint ?? otherwise)(request, log);
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
