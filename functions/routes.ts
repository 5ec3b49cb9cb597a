/** The table of routes of the app: what Azure registers, the local host serves and the tests call. */

import { groups } from './groups.ts';
import { health } from './health.ts';
import { manage } from './manage.ts';
import { portal } from './portal.ts';
import { readiness } from './readiness.ts';
import { resourceTypes } from './resource-types.ts';
import type { RouteEntry } from './runtime/routes.ts';
import { schemas } from './schemas.ts';
import { serviceProviderConfig } from './service-provider-config.ts';
import { users } from './users.ts';
import { wildcard } from './wildcard.ts';

export const ROUTES: readonly RouteEntry[] = [
  users,
  groups,
  schemas,
  resourceTypes,
  serviceProviderConfig,
  manage,
  portal,
  health,
  readiness,
  wildcard,
];
