/** The table of routes: what each function registers with its host, and the endpoint behind it. */

import type { Endpoint } from '../../shared/http/message.ts';
import { leadingToPortal } from '../../shared/portal/portal-endpoint.ts';
import type { Endpoints } from './compose.ts';
import { createRouter, type RegisteredRoute } from './router.ts';
import type { Settings } from './settings.ts';

/** A line of the table. */
export interface RouteEntry {
  /** Of the service; what an app does not register is a path like any other that is not there. */
  readonly half: 'scim' | 'manage' | 'both';
  /** Also the rank among overlapping routes: the host tries functions in alphabetical order. */
  readonly name: string;
  readonly route: string;
  readonly endpoint: (all: Endpoints) => Endpoint;
}

export interface Route extends RegisteredRoute {
  readonly endpoint: Endpoint;
}

/** The host would answer other methods with an empty 404. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** What an app in this role registers. */
export const registeredIn = (entries: readonly RouteEntry[], role: Settings['role']): readonly RouteEntry[] =>
  entries.filter(({ half }) => role === 'all' || half === 'both' || half === role);

/** The same, with the endpoints. */
export function routesOf(
  entries: readonly RouteEntry[],
  role: Settings['role'],
  all: Endpoints,
): readonly Route[] {
  const offered = role === 'scim' ? all : { ...all, unknown: leadingToPortal(all.unknown) };
  const routes = registeredIn(entries, role).map(({ name, route, endpoint }) => ({
    name,
    route,
    methods: METHODS,
    endpoint: endpoint(offered),
  }));
  const meant = routeWithoutEmptySegments(routes);
  return routes.map((route) =>
    isWildcard(route)
      ? {
          ...route,
          endpoint: (request, log) => (meant(request.url.pathname)?.endpoint ?? route.endpoint)(request, log),
        }
      : route,
  );
}

const isWildcard = ({ route }: RegisteredRoute): boolean => route.startsWith('{*');

/**
 * RFC 3986 §3.3 lets a path hold empty segments, and some clients join a Base URL and an endpoint with one slash too many.
 * The host hands such a path to the wildcard function: there it reaches what it would have reached without them.
 * @returns undefined for a path without empty segments, and for one that leads nowhere without them, either
 */
export function routeWithoutEmptySegments<Found extends RegisteredRoute>(
  routes: readonly Found[],
): (pathname: string) => Found | undefined {
  const router = createRouter(
    routes.filter((route) => !isWildcard(route)),
    '',
  );
  return (pathname) =>
    pathname.includes('//') ? router('GET', pathname.replace(/\/{2,}/g, '/'))?.route : undefined;
}
