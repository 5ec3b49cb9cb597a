/** An administrator's console on the manage API in memory; every answer is held to the OpenAPI document. */

import { Ajv2020 } from 'ajv/dist/2020.js';
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { demoDataOn, endpointsOf, servicesOn, tokensOn } from '../../functions/runtime/compose.ts';
import { answerFetch } from '../../functions/runtime/fetch.ts';
import type { Stores } from '../../functions/runtime/open-stores.ts';
import type { Account } from '../../shared/accounts/account.ts';
import type { Endpoint } from '../../shared/http/message.ts';
import type { CallerCheck } from '../../shared/manage/callers/caller.ts';
import { entraCallers } from '../../shared/manage/callers/entra-callers.ts';
import type { SignIn } from '../../shared/manage/contract/call.ts';
import { openapi, paths } from '../../shared/manage/contract/openapi-document.ts';
import { manageEndpoint } from '../../shared/manage/manage-endpoint.ts';
import type { JsonObject } from '../../shared/scim/json.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import { sampleAccount } from '../sample-account.ts';
import { memoryStores } from '../stores.ts';

export const TENANT = '0f0f0f0f-1111-2222-3333-444444444444';
export const AUDIENCE = 'api://kissflow-scim';
export const ADMIN = 'aaaaaaaa-0000-0000-0000-000000000001';
export const AUTHORITY = 'https://login.microsoftonline.com';
export const ISSUER = `${AUTHORITY}/${TENANT}/v2.0`;

const ORIGIN = 'https://scim.example.test';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Empty when the answer is no JSON. */
  readonly json: JsonObject;
}

interface Options {
  readonly stores?: () => Stores | Promise<Stores>;
  readonly account?: Partial<Account>;
  readonly now?: () => number;
  /** Instead of Entra ID. */
  readonly callers?: readonly CallerCheck[];
  readonly signIn?: SignIn;
  /** As on the administrator's own machine. */
  readonly demoData?: boolean;
  /** By which clients know the service. */
  readonly publicBaseUrl?: string;
  /** That calls are sent to. */
  readonly origin?: string;
}

export async function openConsole(options: Options = {}) {
  const { account = {}, now = Date.now, callers, signIn = {}, origin = ORIGIN } = options;
  const { publicBaseUrl = ORIGIN } = options;
  const stores = await (options.stores ?? memoryStores)();
  const subject = { ...sampleAccount('reject'), ...account };
  await accountStore(stores.accounts, now).ensure(subject);
  const services = servicesOn(stores, publicBaseUrl, now);
  const entra = await entraDouble(now);
  const lines: Readonly<Record<string, unknown>>[] = [];
  const manage = manageEndpoint({
    ...services,
    callers: callers ?? [entra.check],
    signIn,
    ...(options.demoData ? { demoData: demoDataOn(stores, ORIGIN) } : {}),
  });
  const scim = endpointsOf(services, manage);
  const admin = await entra.token({ roles: ['SuperAdmin'] });
  const send = async (endpoint: Endpoint, method: string, path: string, body: unknown, headers: object) => {
    const request = new Request(origin + path, {
      method,
      headers: {
        authorization: `Bearer ${admin}`,
        ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw(body) ? body : JSON.stringify(body) }),
    });
    return answerOf(await answerFetch(endpoint, request, (line) => lines.push(line)));
  };
  return {
    lines,
    entra,
    admin,
    /** What the resources of an account are kept in. */
    documents: (accountId: string) =>
      stores.resources.query(accountId, { where: { kind: 'and', terms: [] }, limit: 1000 }),
    issueScimToken: async () =>
      (await tokensOn(stores, now).issue(subject.id, { label: 'test', createdBy: 'a test' })).text,
    /** @param path below `/manage/v1` */
    async call(method: string, path: string, body?: unknown, headers: object = {}): Promise<Answer> {
      const answer = await send(manage, method, `/manage/v1${path}`, body, headers);
      requireDescribed(method, path, answer);
      return answer;
    },
    /** @param path below the account's Base URL */
    scim: (name: 'users' | 'groups', method: string, path: string, token: string, body?: unknown) =>
      send(
        scim.resources(name === 'users' ? '/Users' : '/Groups'),
        method,
        `/scim/v2/${subject.id}${path}`,
        body,
        { authorization: `Bearer ${token}` },
      ),
  };
}

/** Sent as it is; bytes without a content type. */
const isRaw = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text !== '' ? JSON.parse(text) : {},
  };
}

/** A tenant that signs tokens with a key of its own. */
async function entraDouble(now: () => number) {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const next = await generateKeyPair('RS256');
  // As the tenant publishes them: without `alg`, and the next key beside the present one.
  const keys = createLocalJWKSet({
    keys: [
      { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' },
      { ...(await exportJWK(next.publicKey)), kid: 'next', use: 'sig' },
    ],
  });
  return {
    keys,
    privateKey,
    check: entraCallers({ authority: AUTHORITY, tenantId: TENANT, audiences: [AUDIENCE] }, keys, now),
    /** An access token for an hour; `claims` are changed, and left out where undefined. */
    token: (claims: Readonly<Record<string, unknown>> = {}, key = privateKey, kid = 'one') => {
      const seconds = Math.floor(now() / 1000);
      const usual = { iss: ISSUER, aud: AUDIENCE, iat: seconds, nbf: seconds, exp: seconds + 3600 };
      const payload = JSON.parse(JSON.stringify({ ...usual, oid: ADMIN, azp: 'portal', ...claims }));
      return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid }).sign(key);
    },
  };
}

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Throws unless the document says that this operation answers so. */
function requireDescribed(method: string, path: string, { status, headers, json }: Answer): void {
  const { pathname } = new URL(path, ORIGIN);
  const found = paths.find(([template]) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  const item = found?.[1] as Record<string, { responses: Record<string, Described> }> | undefined;
  const described = item?.[method.toLowerCase()]?.responses[String(status)];
  const problem = headers.get('content-type') === 'application/problem+json';
  // 404 and 405 of paths and methods that the document does not have, and 500, are problems all the same.
  if (!described && !problem && status !== 204 && method !== 'HEAD') {
    throw new Error(`${method} ${path} answered ${status}, which the document does not know`);
  }
  if (item?.[method.toLowerCase()] && !described) throw new Error(`${method} ${path}: undescribed ${status}`);
  if (Object.keys(json).length === 0) return;
  const schema = problem
    ? { $ref: '#/components/schemas/Problem' }
    : (described?.content?.['application/json']?.schema ?? false);
  const rooted = typeof schema === 'object' ? { ...schema, components: openapi.components } : schema;
  const validate = ajv.compile(rooted);
  if (!validate(json)) throw new Error(`${method} ${path}: ${ajv.errorsText(validate.errors)}`);
}

interface Described {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}
