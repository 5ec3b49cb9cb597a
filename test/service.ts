/** The whole service on SQLite in memory, called through its endpoints: what a client sees, without a socket. */

import { type Endpoints, endpointsOf, servicesOn, tokensOn } from '../functions/runtime/compose.ts';
import { answerFetch } from '../functions/runtime/fetch.ts';
import type { Stores } from '../functions/runtime/open-stores.ts';
import type { Account } from '../shared/accounts/account.ts';
import type { ResourceTypeTable } from '../shared/accounts/resource-types.ts';
import type { Endpoint } from '../shared/http/message.ts';
import { type Json, parseJson } from '../shared/scim/json.ts';
import type { ResourceType } from '../shared/scim/schema/resource-type.ts';
import { accountStore } from '../shared/storage/accounts/account-store.ts';
import { resourceStore } from '../shared/storage/resources/store.ts';
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
}

const ORIGIN = 'https://scim.example.test';

const ROUTES: readonly (readonly [RegExp, Exclude<keyof Endpoints, 'resources'>])[] = [
  [/^\/scim\/v2\/[^/]+\/schemas(\/|$)/i, 'schemas'],
  [/^\/scim\/v2\/[^/]+\/resourcetypes(\/|$)/i, 'resourceTypes'],
  [/^\/scim\/v2\/[^/]+\/serviceproviderconfig(\/|$)/i, 'serviceProviderConfig'],
  [/^\/healthz$/i, 'health'],
];

/** As the routes of functions/, which the host matches without regard to case. */
function endpointAt(endpoints: Endpoints, types: readonly ResourceType[], path: string): Endpoint {
  const type = types.find(({ endpoint }) => new RegExp(`^/scim/v2/[^/]+${endpoint}(/|$)`, 'i').test(path));
  if (type) return endpoints.resources(type.endpoint);
  return endpoints[ROUTES.find(([pattern]) => pattern.test(path))?.[1] ?? 'unknown'];
}

/**
 * A path that starts with `/` is below the account's Base URL, unless it starts with `/scim/` or `/healthz`.
 * @param room members on one page of groups; the published number by default
 * @param table of resource types; User and Group by default
 */
export async function openService(
  account: Partial<Account> = {},
  stores: Stores = memoryStores(),
  now: () => number = Date.now,
  room?: number,
  table?: ResourceTypeTable,
): Promise<Service> {
  const subject = { ...sampleAccount('reject'), ...account };
  await accountStore(stores.accounts, now).ensure(subject);
  const tokens = tokensOn(stores, now);
  const issueToken = async (accountId: string, expiresAt: Date | null = null) =>
    (await tokens.issue(accountId, { label: 'test', createdBy: 'a test', expiresAt })).text;
  const token = await issueToken(subject.id);
  const services = servicesOn(stores, ORIGIN, now, undefined, table);
  const endpoints = endpointsOf({ ...services, resources: resourceStore(stores.resources, now, room) });
  const prefix = `/scim/v2/${subject.id}`;
  const lines: Readonly<Record<string, unknown>>[] = [];
  return {
    baseUrl: `${ORIGIN}${prefix}`,
    token,
    tokens,
    lines,
    issueToken,
    async call(method, path, body, headers = {}) {
      const absolute = path.startsWith('/scim/') || path.startsWith('/healthz') ? path : `${prefix}${path}`;
      const url = new URL(ORIGIN + absolute);
      const request = new Request(url, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/scim+json; charset=utf-8' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const endpoint = endpointAt(endpoints, services.types(subject), url.pathname);
      const response = await answerFetch(endpoint, request, (line) => lines.push(line));
      const text = await response.text();
      const json = text === '' ? undefined : parseJson(text);
      return { status: response.status, headers: response.headers, text, json };
    },
  };
}
