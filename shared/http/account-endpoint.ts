/**
 * The part that all endpoints below an account's Base URL share: who calls (RFC 7644 §2), for which account, and what the
 * method means there.
 */

import { ACCOUNT_ID, type Account } from '../accounts/account.ts';
import { StoreUnavailable } from '../store-errors/store-errors.ts';
import type { TokenService } from '../tokens/token-service.ts';
import {
  baseUrlOf,
  type Methods,
  type ScimCall,
  type ScimNotes,
  type ScimServices,
  scimEndpoint,
} from './call.ts';
import { allowedMethods, type Endpoint, type HttpRequest, type HttpResponse } from './message.ts';
import { activityNoter } from './noted-activity.ts';
import { noteRefusedToken } from './refusals.ts';
import { scimPath, tokenOf, withSmallBody } from './request.ts';
import { methodNotAllowed, noSuchPath, unauthorizedResponse } from './response.ts';

/** @param methodsAt what each method does at a path; undefined where there is nothing */
export function accountEndpoint(
  services: ScimServices,
  name: string,
  methodsAt: (rest: readonly string[]) => Methods | undefined,
): Endpoint {
  const answer = async (request: HttpRequest, notes: ScimNotes): Promise<HttpResponse> => {
    const { accountId, rest } = scimPath(request.url);
    const caller = await authenticate(services, request, accountId);
    if (!caller) {
      await noteRefusedToken(services, request, accountId, `/${name}`, notes);
      return unauthorizedResponse();
    }
    const { account } = caller;
    await noteCaller(services, caller, notes);
    const types = services.types(account);
    const baseUrl = baseUrlOf(services, account.id);
    // Before its turn: a client that stalls in the middle of a body holds none.
    const arrived = await withSmallBody(request);
    return services.turns(account.id, () =>
      dispatch({ request: arrived, rest, account, types, baseUrl, notes }, methodsAt(rest)),
    );
  };
  return scimEndpoint(name, answer, activityNoter(services.activity));
}

type Verified = NonNullable<Awaited<ReturnType<TokenService['verify']>>>;

interface TokenHolder extends Verified {
  readonly account: Account;
}

/** @returns undefined when the token does not open the account; throws StoreUnavailable. */
async function authenticate(
  { tokens, accounts }: ScimServices,
  request: HttpRequest,
  accountId: string,
): Promise<TokenHolder | undefined> {
  const text = tokenOf(request);
  if (text === undefined || !ACCOUNT_ID.test(accountId)) return undefined;
  const verified = await tokens.verify(accountId, text);
  if (!verified) return undefined;
  const account = await accounts.find(accountId);
  // It was there when its token was issued: a store that lags behind is no reason to send the token away.
  if (!account) throw new StoreUnavailable('the account of a genuine token is not there', { retryAfter: 1 });
  return { account, ...verified };
}

async function noteCaller(
  { tokens }: ScimServices,
  { account, tokenId, warning }: TokenHolder,
  notes: ScimNotes,
): Promise<void> {
  notes.account = account.id;
  notes.tokenId = tokenId;
  if (warning && (await tokens.isFirstWarning(account.id, tokenId))) notes.tokenDaysLeft = warning.daysLeft;
}

/** HEAD is GET without the body (RFC 9110 §9.3.2); OPTIONS tells the methods. */
async function dispatch(call: ScimCall, methods: Methods | undefined): Promise<HttpResponse> {
  if (!methods) throw noSuchPath();
  const { method } = call.request;
  const allow = Object.keys(methods);
  const wanted = method === 'HEAD' ? 'GET' : method;
  const run = Object.hasOwn(methods, wanted) ? methods[wanted] : undefined;
  if (run) return run(call);
  return method === 'OPTIONS' ? allowedMethods(allow) : methodNotAllowed(method, allow);
}
