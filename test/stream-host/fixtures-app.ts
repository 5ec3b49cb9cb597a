/** The app for the fixtures: the routes of the product, on a service that each scenario sets up anew. */

import { app } from '@azure/functions';
import { ROUTES } from '../../functions/routes.ts';
import type { Endpoints } from '../../functions/runtime/compose.ts';
import { handle } from '../../functions/runtime/handler.ts';
import { METHODS, routesOf } from '../../functions/runtime/routes.ts';
import type { Endpoint, LogLine } from '../../shared/http/message.ts';
import { readText } from '../../shared/http/request.ts';
import { openService, type Service } from '../service.ts';

let service: Service;
let lines: LogLine[] = [];

/** Of the service of the scenario that is played. */
const current =
  (choose: (all: Endpoints) => Endpoint): Endpoint =>
  (request, log) =>
    choose(service.endpoints)(request, (line) => {
      lines.push(line);
      log(line);
    });

const endpoints: Endpoints = {
  resources: (endpoint) => current(({ resources }) => resources(endpoint)),
  schemas: current(({ schemas }) => schemas),
  resourceTypes: current(({ resourceTypes }) => resourceTypes),
  serviceProviderConfig: current(({ serviceProviderConfig }) => serviceProviderConfig),
  health: current(({ health }) => health),
  portal: current(({ portal }) => portal),
  readiness: current(({ readiness }) => readiness),
  manage: current(({ manage }) => manage),
  unknown: current(({ unknown }) => unknown),
};

/** Makes a service with the account of the body, and answers how to reach it. */
const begin: Endpoint = async (request) => {
  service = await openService(JSON.parse(await readText(request)));
  lines = [];
  const { baseUrl, token } = service;
  return { status: 200, headers: {}, body: JSON.stringify({ baseUrl, token }) };
};

const logged: Endpoint = async () => ({ status: 200, headers: {}, body: JSON.stringify(lines) });

const own = [
  { name: 'a-begin', route: 'begin', endpoint: begin },
  { name: 'a-lines', route: 'lines', endpoint: logged },
];

app.setup({ enableHttpStream: true });

for (const { name, route, endpoint } of [...own, ...routesOf(ROUTES, 'scim', endpoints)])
  app.http(name, { route, methods: [...METHODS], handler: handle(endpoint) });
