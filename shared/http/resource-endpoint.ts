/** RFC 7644 §3.2: methods and paths of a resource type -> operations. The same for every resource type. */

import { isOfType, validate } from '../accounts/resource-types.ts';
import { type Note, policy, toleratePatch, tolerateResource } from '../interop/tolerate.ts';
import { unsupportedText } from '../kissflow/mapping-guide/unsupported.ts';
import type { OperationContext } from '../protocol/context.ts';
import { create } from '../protocol/create.ts';
import { deleteResource } from '../protocol/delete.ts';
import { bodyDisables, patchDisables } from '../protocol/disables.ts';
import { modify } from '../protocol/modify.ts';
import { query } from '../protocol/query.ts';
import { replace } from '../protocol/replace.ts';
import { retrieve } from '../protocol/retrieve.ts';
import { subjectOf } from '../provisioning-log/entry-parts.ts';
import { invalidPath, invalidSyntax, invalidValue, notImplemented } from '../scim/error.ts';
import { assigned, isObject, type Json, type JsonObject } from '../scim/json.ts';
import { rootEntries } from '../scim/resource/body.ts';
import { projection, type Selection } from '../scim/resource/project.ts';
import { type ResourceType, typeAt } from '../scim/schema/resource-type.ts';
import { fix, pathWithoutValues, say } from '../scim/text.ts';
import { accountEndpoint, type Call, type Methods } from './account-endpoint.ts';
import { changeEntry } from './journal.ts';
import type { Notes } from './notes.ts';
import { logged } from './refusals.ts';
import {
  conditionsOf,
  listParameter,
  numberParameter,
  readJson,
  readObject,
  textParameter,
} from './request.ts';
import { noContent, notModified, retrieved, scimJson, written } from './response.ts';
import { type Endpoint, locateBelow, type Services } from './services.ts';

/** @param endpoint of the resource type, such as `/Users` */
export function resourceEndpoint(services: Services, endpoint: `/${string}`): Endpoint {
  const collection = logged(services, endpoint, {
    GET: (call) => list(contextOf(services, call, endpoint), call),
    POST: (call) => createOne(contextOf(services, call, endpoint), call),
  });
  const search: Methods = {
    POST: () => {
      throw notImplemented(
        'not-offered',
        say`Searching by POST is not offered: ${fix`send the filter as a query parameter of GET`}.`,
      );
    },
  };
  return accountEndpoint(services, endpoint.slice(1), (rest) => {
    const [id, ...more] = rest;
    if (id === undefined) return collection;
    if (more.length > 0) return undefined;
    if (id.toLowerCase() === '.search') return search;
    return logged(services, endpoint, member(services, endpoint, id), id);
  });
}

const member = (services: Services, endpoint: string, id: string): Methods => ({
  GET: async (call) => {
    const conditions = conditionsOf(call.request);
    const { found, isKnown } = await retrieve(contextOf(services, call, endpoint), id, conditions);
    return isKnown ? notModified(found) : retrieved(found);
  },
  PUT: async (call) => {
    const context = contextOf(services, call, endpoint);
    const body = await resourceBody(context, call);
    call.notes.disables = bodyDisables(context.type, body);
    return written(context.status, await replace(context, id, body, conditionsOf(call.request)));
  },
  PATCH: (call) => modifyOne(contextOf(services, call, endpoint), call, id),
  DELETE: async (call) => {
    await deleteResource(contextOf(services, call, endpoint), id, conditionsOf(call.request));
    return noContent();
  },
});

async function createOne(context: Work, call: Call): Promise<Response> {
  return written(context.status, await create(context, await resourceBody(context, call)));
}

async function list(context: OperationContext, { url, notes }: Call): Promise<Response> {
  const page = await query(context, {
    filter: textParameter(url, 'filter'),
    startIndex: numberParameter(url, 'startIndex'),
    count: numberParameter(url, 'count'),
  });
  if (page.isShortened) notes.shortenedTo = page.list.itemsPerPage;
  return scimJson(200, page.list);
}

async function modifyOne(context: Work, call: Call, id: string): Promise<Response> {
  const json = await readJson(call.request);
  const { operations, errors } = toleratePatch(context.type, json, noteIn(call));
  call.notes.disables = patchDisables(context, operations);
  const [error] = errors;
  if (error) throw error;
  const modified = await modify(context, id, operations, conditionsOf(call.request));
  return written(context.status, modified);
}

async function resourceBody(context: OperationContext, call: Call): Promise<JsonObject> {
  const body = await readObject(call.request);
  const tolerated: Json = tolerateResource(context.type, body, noteIn(call));
  if (!isObject(tolerated)) throw invalidSyntax('body-not-object', say`The body must be one JSON object.`);
  call.notes.subject = subjectOf(Object.fromEntries(rootEntries(context.type, tolerated)), context.type);
  return tolerated;
}

interface Work extends OperationContext {
  /** Of a success: for the answer, and for the log, which is written before it. */
  readonly status: number;
}

/** RFC 7644 §3.5.2: a PATCH answers 200 with the resource, or 204; of some types only what was asked for by name. */
function statusOf({ request: { method }, url }: Call, { patchAnswer }: ResourceType): number {
  if (method === 'POST') return 201;
  if (method === 'DELETE') return 204;
  const silent =
    method === 'PATCH' && patchAnswer === 'none' && listParameter(url, 'attributes') === undefined;
  return silent ? 204 : 200;
}

function contextOf(services: Services, call: Call, endpoint: string): Work {
  const type = typeAt(call.types, endpoint);
  const status = statusOf(call, type);
  // Nothing of an answer without a body is read from the store.
  const selection: Selection =
    status === 204
      ? { attributes: ['id'] }
      : assigned({
          attributes: listParameter(call.url, 'attributes'),
          excludedAttributes: listParameter(call.url, 'excludedAttributes'),
        });
  return {
    status,
    account: call.account.id,
    type,
    store: services.resources,
    checks: { validate, isOfType, unknownAttribute: (path) => unsupported(call, type, path) },
    policy,
    projection: projection(type, selection),
    record: (change) => changeEntry(call.account, call.notes, type, status, change, services.now()),
    locate: locateBelow(call.baseUrl, call.types),
  };
}

const noteIn =
  ({ notes }: Call): Note =>
  (quirk, dropped = []) => {
    notes.quirks.add(quirk);
    for (const path of dropped) ignore(notes, path);
  };

/** Names in one log line. */
const MAX_IGNORED = 50;

function ignore({ ignored }: Notes, path: string): void {
  if (ignored.size < MAX_IGNORED) ignored.add(pathWithoutValues(path));
}

/**
 * The account's setting decides about data under attributes that it does not have. A user is disabled even so: refused
 * for the sake of a mapping, a leaver would stay active.
 */
function unsupported({ account, request, notes }: Call, type: ResourceType, path: string): void {
  if (account.unsupportedAttributes === 'ignore' || notes.disables) {
    ignore(notes, path);
    return;
  }
  const text = unsupportedText(account.id, account.fields, path, type);
  throw (request.method === 'PATCH' ? invalidPath : invalidValue)('unknown-attribute', text);
}
