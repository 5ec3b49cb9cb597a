/** The part that all endpoints below an account's Base URL share: who calls, and for which account. */

import type { Account } from '../accounts/account.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { authenticate } from './authenticate.ts';
import { endpoint } from './endpoint.ts';
import { methodNotAllowed, unauthorized } from './error-response.ts';
import { noSuchPath } from './no-such-path.ts';
import type { Notes } from './notes.ts';
import { noteRefusedToken } from './refused-token.ts';
import { scimPath } from './request.ts';
import { options } from './response.ts';
import { baseUrlOf, type Endpoint, type Services } from './services.ts';

export interface Call {
  readonly request: Request;
  readonly url: URL;
  /** Path segments after the endpoint's name. */
  readonly rest: readonly string[];
  readonly account: Account;
  readonly types: readonly ResourceType[];
  /** The account's Base URL, without a trailing slash. */
  readonly baseUrl: string;
  readonly notes: Notes;
}

/** What each method does at a path; undefined where there is nothing. */
export type Route = (rest: readonly string[]) => Methods | undefined;
export type Methods = Readonly<Record<string, (call: Call) => Promise<Response>>>;

export function accountEndpoint(services: Services, name: string, methodsAt: Route): Endpoint {
  return endpoint(name, async (request, notes) => {
    const url = new URL(request.url);
    const { accountId, rest } = scimPath(url);
    const caller = await authenticate(services, request, accountId);
    if (!caller) {
      await noteRefusedToken(services, request, accountId, `/${name}`, notes);
      return unauthorized();
    }
    notes.account = caller.account.id;
    notes.tokenId = caller.tokenId;
    if (caller.warning && (await services.tokens.isFirstWarning(accountId, caller.tokenId))) {
      notes.tokenDaysLeft = caller.warning.daysLeft;
    }
    const types = services.types(caller.account);
    const baseUrl = baseUrlOf(services, caller.account.id);
    const call = { request, url, rest, account: caller.account, types, baseUrl, notes };
    return dispatch(call, methodsAt(rest));
  });
}

/** HEAD is GET without the body (RFC 9110 §9.3.2); OPTIONS tells the methods. */
async function dispatch(call: Call, methods: Methods | undefined): Promise<Response> {
  if (!methods) throw noSuchPath();
  const { method } = call.request;
  const allow = Object.keys(methods);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const run = Object.hasOwn(methods, wanted) ? methods[wanted] : undefined;
  if (run) return run(call);
  return method === 'OPTIONS' ? options(allow) : methodNotAllowed(method, allow);
}
