/** Registers an endpoint as an HTTP function. All methods: the host would answer others with an empty 404. */

import { app, type HttpMethod } from '@azure/functions';
import type { Endpoint } from '../../shared/http/services.ts';
import { type Endpoints, endpoints } from './compose.ts';
import { handle } from './handler.ts';

const METHODS: HttpMethod[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** @param name also the rank among overlapping routes: the host tries functions in alphabetical order */
export function register(name: string, route: string, choose: (all: Endpoints) => Endpoint): void {
  app.http(name, {
    route,
    methods: METHODS,
    // Callers are checked by the endpoint itself: SCIM clients hold a bearer token, not a function key.
    authLevel: 'anonymous',
    handler: handle(async (request, log) => choose(await endpoints())(request, log)),
  });
}
