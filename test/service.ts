/** The whole service on SQLite in memory, called through its endpoints: what a client sees, without a socket. */

import { ROUTES } from '../functions/routes.ts';
import {
  type Endpoints,
  endpointsOf,
  resourcesOn,
  servicesOn,
  tokensOn,
} from '../functions/runtime/compose.ts';
import { answerFetch } from '../functions/runtime/fetch.ts';
import type { Stores } from '../functions/runtime/open-stores.ts';
import { createRouter } from '../functions/runtime/router.ts';
import { type RouteEntry, routesOf } from '../functions/runtime/routes.ts';
import type { Account } from '../shared/accounts/account.ts';
import type { ResourceTypeTable } from '../shared/accounts/resource-types.ts';
import { type Json, parseJson } from '../shared/scim/json.ts';
import { accountStore } from '../shared/storage/accounts/account-store.ts';
import type { TokenService } from '../shared/tokens/token-service.ts';
import { sampleAccount } from './sample-account.ts';
import { memoryStores } from './stores.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Json | undefined;
}

export interface Service {
  readonly baseUrl: string;
  readonly token: string;
  readonly tokens: TokenService;
  readonly lines: Readonly<Record<string, unknown>>[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  issueToken(accountId: string, expiresAt?: Date | null): Promise<string>;
  /** Writes what is written once a minute. */
  flush(): Promise<void>;
  /** For a host of its own. */
  readonly endpoints: Endpoints;
}

const ORIGIN = 'https://scim.example.test';

/**
 * A path that starts with `/` is below the account's Base URL, unless it starts with `/scim/`, `/healthz` or `/readyz`.
 * @param room members on one page of groups; the published number by default
 * @param table of resource types; User and Group by default
 * @param entries of the table of routes, besides those of the app
 */
export async function openService(
  account: Partial<Account> = {},
  stores: Stores = memoryStores(),
  now: () => number = Date.now,
  room?: number,
  table?: ResourceTypeTable,
  entries: readonly RouteEntry[] = [],
): Promise<Service> {
  const subject = { ...sampleAccount('reject'), ...account };
  await accountStore(stores.accounts, now).ensure(subject);
  const tokens = tokensOn(stores, now);
  const issueToken = async (accountId: string, expiresAt: Date | null = null) =>
    (await tokens.issue(accountId, { label: 'test', createdBy: 'a test', expiresAt })).text;
  const token = await issueToken(subject.id);
  const services = servicesOn(stores, ORIGIN, now, undefined, table);
  const endpoints = endpointsOf({ ...services, resources: resourcesOn(stores, now, room) });
  const route = createRouter(routesOf([...ROUTES, ...entries], 'scim', endpoints), '');
  const prefix = `/scim/v2/${subject.id}`;
  const lines: Readonly<Record<string, unknown>>[] = [];
  return {
    baseUrl: `${ORIGIN}${prefix}`,
    token,
    tokens,
    lines,
    issueToken,
    flush: services.activity.flush,
    endpoints,
    async call(method, path, body, headers = {}) {
      const request = requestTo({ origin: ORIGIN, prefix, token }, method, path, body, headers);
      const endpoint = route(method, new URL(request.url).pathname)?.route.endpoint ?? endpoints.unknown;
      return answerOf(await answerFetch(endpoint, request, (line) => lines.push(line)));
    },
  };
}

interface Target {
  readonly origin: string;
  /** Path of the account's Base URL. */
  readonly prefix: string;
  readonly token: string;
}

/** As `Service.call` describes it. */
export function requestTo(
  { origin, prefix, token }: Target,
  method: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>>,
): Request {
  const absolute = /^\/(scim\/|healthz|readyz)/.test(path) ? path : `${prefix}${path}`;
  return new Request(new URL(origin + absolute), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = text === '' ? undefined : parseJson(text);
  return { status: response.status, headers: response.headers, text, json };
}
