/** `/manage/v1/…`: every call's frame. Who calls, what the document says of it, one catch, one log line. */

import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID } from '../accounts/account.ts';
import { describeCause } from '../http/cause.ts';
import { jsonIn, readText } from '../http/request.ts';
import { allowing, options } from '../http/response.ts';
import type { Endpoint, Log } from '../http/services.ts';
import { assigned, isObject, type JsonObject } from '../scim/json.ts';
import type { Caller } from './callers/caller.ts';
import { authorize, identify } from './callers/identify.ts';
import { failureOf } from './failure.ts';
import type { DescribedOperation } from './openapi-document.ts';
import { operations } from './operations/operations.ts';
import { Problem, problemResponse } from './problem/problem.ts';
import { createRouter, type Match, type Route } from './router.ts';
import type { ManageServices } from './services.ts';
import { checkBody, checkQuery } from './validation.ts';

/** What is known about a call when it ends. */
interface Notes {
  readonly correlationId: string;
  operation: string;
  caller?: string;
  account?: string;
  token?: string;
}

export function manageEndpoint(services: ManageServices): Endpoint {
  const route = createRouter(operations);
  return async (request, log) => {
    const started = performance.now();
    const correlationId = randomUUID();
    const notes: Notes = { correlationId, operation: 'unknown' };
    const { response, cause } = await settle(() => {
      const url = new URL(request.url);
      return answer(services, request, url, route(segmentsOf(url)), notes);
    });
    response.headers.set('x-correlation-id', correlationId);
    response.headers.set('cache-control', 'no-store');
    const milliseconds = Math.round(performance.now() - started);
    write(log, notes, { status: response.status, milliseconds }, cause);
    return request.method === 'HEAD' ? new Response(null, response) : response;
  };
}

async function settle(run: () => Promise<Response>): Promise<{ response: Response; cause: unknown }> {
  try {
    return { response: await run(), cause: undefined };
  } catch (error) {
    const { problem, cause } = failureOf(error);
    return { response: problemResponse(problem), cause };
  }
}

async function answer(
  services: ManageServices,
  request: Request,
  url: URL,
  match: Match | undefined,
  notes: Notes,
): Promise<Response> {
  const { method } = request;
  const wanted = match?.routes[method === 'HEAD' ? 'GET' : method];
  if (wanted) notes.operation = wanted.described.operationId;
  const { accountId } = match?.path ?? {};
  if (accountId !== undefined && ACCOUNT_ID.test(accountId)) notes.account = accountId;
  const caller = isOpen(wanted) ? NOBODY : await identify(request, services.callers);
  notes.caller = caller.id;
  if (!isOpen(wanted)) authorize(caller, method);
  if (!match) throw new Problem('not-found', 'There is nothing at this path: see openapi.json.');
  if (!wanted) return withoutOperation(method, match);
  const query = checkQuery(wanted.described, url);
  const body = await bodyOf(request, wanted.described);
  const { correlationId } = notes;
  const noteToken = (tokenId: string) => {
    notes.token = tokenId;
  };
  return wanted.run({ request, services, caller, correlationId, noteToken, path: match.path, query, body });
}

const NOBODY: Caller = { id: 'anybody', may: 'read' };

const isOpen = (route: Route | undefined): boolean => route?.described.security?.length === 0;

/** RFC 9110 §15.5.6; OPTIONS tells the methods. */
function withoutOperation(method: string, { routes }: Match): Response {
  const methods = Object.keys(routes);
  if (method === 'OPTIONS') return options(methods);
  throw new Problem('method-not-allowed', `${method} is not possible here: use ${methods.join(', ')}.`, {
    headers: { allow: allowing(methods) },
  });
}

async function bodyOf(request: Request, described: DescribedOperation): Promise<JsonObject> {
  const { requestBody } = described;
  if (!requestBody) return {};
  const text = await readText(request);
  // What was sent counts, not the header: a proxy may add one to an empty body, and a client leave it out.
  if (text.trim() === '' && !requestBody.required) return {};
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== undefined && type !== 'application/json') {
    throw new Problem('unsupported-media-type', 'Send the body as application/json.');
  }
  const json = jsonIn(text);
  if (!isObject(json)) throw new Problem('invalid-request', 'The body must be one JSON object.');
  return checkBody(described, json);
}

/** What follows `/manage/v1`; the host matches that part without regard to case. */
const segmentsOf = ({ pathname }: URL): string[] =>
  pathname
    .split('/')
    .filter((segment) => segment !== '')
    .slice(2)
    .map(decoded);

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function write(log: Log, notes: Notes, outcome: object, cause: unknown): void {
  const { correlationId, operation, caller, account, token } = notes;
  const told = { caller, account, token, cause: cause === undefined ? undefined : describeCause(cause) };
  log({ event: 'manage.request', operation, correlationId, ...outcome, ...assigned(told) });
}
