/**
 * The room of the manage API, `/manage/v1/…`: who calls, what the OpenAPI document says of the call, and its operation.
 * It never reads a SCIM token, and touches data only through the services that it is given.
 */

import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID } from '../accounts/account.ts';
import { framed, type RequestOutcome } from '../http/frame.ts';
import {
  allowedMethods,
  allowing,
  type Endpoint,
  type HttpRequest,
  type HttpResponse,
  type LogLine,
  mediaTypeOf,
  segmentsOf,
} from '../http/message.ts';
import { jsonIn, readText } from '../http/request.ts';
import { assigned, isObject, type JsonObject } from '../scim/json.ts';
import type { Caller } from './callers/caller.ts';
import { authorize, identify } from './callers/identify.ts';
import type { ManageServices } from './contract/call.ts';
import type { DescribedOperation } from './contract/openapi-document.ts';
import { type DescribedRoute, type PathMatch, pathRouter } from './contract/router.ts';
import { checkBody, checkQuery } from './contract/validation.ts';
import { manageFailure } from './failure.ts';
import { operations } from './operations/operations.ts';
import { Problem } from './problem/problem.ts';
import { recorded } from './record-change.ts';

/** What is known about a call when it ends. */
interface ManageNotes {
  readonly correlationId: string;
  operation: string;
  caller?: string;
  account?: string;
  token?: string;
}

export function manageEndpoint(services: ManageServices): Endpoint {
  const route = pathRouter(operations);
  return framed<ManageNotes>({
    notes: () => ({ correlationId: randomUUID(), operation: 'unknown' }),
    // The host matches `/manage/v1` without regard to case; what follows is in the document.
    answer: (request, notes) => answerCall(services, request, route(segmentsOf(request.url).slice(2)), notes),
    failure: manageFailure,
    lines: (notes, outcome) => [lineOf(notes, outcome)],
    headers: { 'cache-control': 'no-store' },
  });
}

async function answerCall(
  services: ManageServices,
  request: HttpRequest,
  match: PathMatch | undefined,
  notes: ManageNotes,
): Promise<HttpResponse> {
  const { method } = request;
  const wanted = match?.routes[method === 'HEAD' ? 'GET' : method];
  if (wanted) notes.operation = wanted.described.operationId;
  const { accountId } = match?.path ?? {};
  if (accountId !== undefined && ACCOUNT_ID.test(accountId)) notes.account = accountId;
  const caller = isOpen(wanted) ? ANYONE : await identify(request, services.callers);
  notes.caller = caller.id;
  const what = wanted ? `The operation ${notes.operation}` : 'This API';
  if (!isOpen(wanted)) authorize(caller, wanted?.role ?? 'Viewer', what);
  if (!match) throw new Problem('not-found', 'There is nothing at this path: see openapi.json.');
  if (!wanted) return withoutOperation(method, match);
  const query = checkQuery(wanted.described, request.url);
  const body = await bodyOf(request, wanted.described);
  const { correlationId } = notes;
  const noteToken = (tokenId: string) => {
    notes.token = tokenId;
  };
  const { path } = match;
  const notice = { noteToken, noteChanges: nothing, keepOpen: nothing };
  const call = { request, services, caller, correlationId, ...notice, path, query, body };
  return wanted.isRecorded ? recorded(call, wanted) : wanted.run(call);
}

/** Of an operation that leaves no entry in the administrators' log. */
const nothing = () => {};

const ANYONE: Caller = { id: 'anybody', role: undefined, from: 'manage-api' };

const isOpen = (route: DescribedRoute | undefined): boolean =>
  route !== undefined && route.role === undefined;

/** RFC 9110 §15.5.6; OPTIONS tells the methods. */
function withoutOperation(method: string, { routes }: PathMatch): HttpResponse {
  const methods = Object.keys(routes);
  if (method === 'OPTIONS') return allowedMethods(methods);
  throw new Problem('method-not-allowed', `${method} is not possible here: use ${methods.join(', ')}.`, {
    headers: { allow: allowing(methods) },
  });
}

async function bodyOf(request: HttpRequest, described: DescribedOperation): Promise<JsonObject> {
  const { requestBody } = described;
  if (!requestBody) return {};
  const text = await readText(request);
  // What was sent counts, not the header: a proxy may add one to an empty body, and a client leave it out.
  if (text.trim() === '' && !requestBody.required) return {};
  const type = mediaTypeOf(request);
  if (type !== undefined && type !== 'application/json') {
    throw new Problem('unsupported-media-type', 'Send the body as application/json.');
  }
  const json = jsonIn(text);
  if (!isObject(json)) throw new Problem('invalid-request', 'The body must be one JSON object.');
  return checkBody(described, json);
}

function lineOf(notes: ManageNotes, outcome: RequestOutcome): LogLine {
  const { correlationId: _, operation, caller, account, token } = notes;
  return { event: 'manage.request', operation, ...outcome, ...assigned({ caller, account, token }) };
}
