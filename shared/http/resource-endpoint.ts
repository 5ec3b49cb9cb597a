/** RFC 7644 §3.2: methods and paths of a resource type -> operations -> responses. The same for every resource type. */

import { create } from '../protocol/create.ts';
import { deleteResource } from '../protocol/delete.ts';
import { modify, replace } from '../protocol/modify.ts';
import { query, retrieve } from '../protocol/retrieve.ts';
import { notImplemented } from '../scim/error.ts';
import { fix, say } from '../scim/text.ts';
import { accountEndpoint } from './account-endpoint.ts';
import type { Methods, ScimCall, ScimServices } from './call.ts';
import { type Endpoint, type HttpResponse, noContent } from './message.ts';
import { contextOf, patchOperations, resourceBody, type ScimOperationContext } from './operation-context.ts';
import { loggingRefusals } from './refusals.ts';
import { conditionsOf, numberParameter, textParameter } from './request.ts';
import { notModified, retrieved, scimText, written } from './response.ts';

/** @param endpoint of the resource type, such as `/Users` */
export function resourceEndpoint(services: ScimServices, endpoint: `/${string}`): Endpoint {
  const context = (call: ScimCall) => contextOf(services, call, endpoint);
  const collection = loggingRefusals(services, endpoint, collectionMethods(context));
  return accountEndpoint(services, endpoint.slice(1), ([id, ...more]) => {
    if (id === undefined) return collection;
    if (more.length > 0) return undefined;
    if (id.toLowerCase() === '.search') return SEARCH;
    return loggingRefusals(services, endpoint, resourceMethods(context, id), id);
  });
}

type ContextOf = (call: ScimCall) => ScimOperationContext;

const collectionMethods = (contextFor: ContextOf): Methods => ({
  GET: (call) => listResources(contextFor(call), call),
  POST: async (call) => {
    const context = contextFor(call);
    return written(context.status, await create(context, await resourceBody(context, call)));
  },
});

const resourceMethods = (contextFor: ContextOf, id: string): Methods => ({
  GET: async (call) => {
    const { found, isKnown } = await retrieve(contextFor(call), id, conditionsOf(call.request));
    return isKnown ? notModified(found) : retrieved(found);
  },
  PUT: async (call) => {
    const context = contextFor(call);
    const body = await resourceBody(context, call);
    return written(context.status, await replace(context, id, body, conditionsOf(call.request)));
  },
  PATCH: async (call) => {
    const context = contextFor(call);
    const operations = await patchOperations(context, call);
    return written(context.status, await modify(context, id, operations, conditionsOf(call.request)));
  },
  DELETE: async (call) => {
    await deleteResource(contextFor(call), id, conditionsOf(call.request));
    return noContent();
  },
});

async function listResources(
  context: ScimOperationContext,
  { request: { url }, notes }: ScimCall,
): Promise<HttpResponse> {
  const page = await query(context, {
    filter: textParameter(url, 'filter'),
    startIndex: numberParameter(url, 'startIndex'),
    count: numberParameter(url, 'count'),
  });
  if (page.isShortened) notes.shortenedTo = page.itemsPerPage;
  return scimText(200, page.body);
}

/** RFC 7644 §3.4.3. */
const SEARCH: Methods = {
  POST: () => {
    throw notImplemented(
      'not-offered',
      say`Searching by POST is not offered: ${fix`send the filter as a query parameter of GET`}.`,
    );
  },
};
