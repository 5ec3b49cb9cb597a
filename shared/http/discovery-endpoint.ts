/** RFC 7644 §4: Schemas, ResourceTypes and ServiceProviderConfig, read-only. */

import { resourceTypes, schemas, serviceProviderConfig } from '../protocol/discovery.ts';
import { forbidden, notFound } from '../scim/error.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import { listResponse } from '../scim/messages/list-response.ts';
import { sameName } from '../scim/schema/attribute.ts';
import { fix, say, sent } from '../scim/text.ts';
import { accountEndpoint, type Call } from './account-endpoint.ts';
import { endpoint } from './endpoint.ts';
import { methodNotAllowed } from './error-response.ts';
import { noSuchPath } from './no-such-path.ts';
import { scimPath, textParameter } from './request.ts';
import { options, scimJson } from './response.ts';
import { baseUrlOf, type Endpoint, type Services } from './services.ts';

type Describe = typeof schemas | typeof resourceTypes;

export const discovery = (services: Services) => ({
  schemas: readOnly(services, 'Schemas', schemas),
  resourceTypes: readOnly(services, 'ResourceTypes', resourceTypes),
  serviceProviderConfig: serviceProviderConfigEndpoint(services),
});

function readOnly(services: Services, name: string, describe: Describe): Endpoint {
  return accountEndpoint(services, name, (rest) => {
    if (rest.length > 1) return undefined;
    return { GET: async (call) => answer(call, describe, rest[0]) };
  });
}

function answer({ url, types, baseUrl }: Call, describe: Describe, id: string | undefined): Response {
  // RFC 7644 §4: a filter here answers 403.
  if (textParameter(url, 'filter') !== undefined) {
    throw forbidden('not-filterable', say`This endpoint cannot be filtered: ${fix`read the whole list`}.`);
  }
  const described = describe(types, (path, name) =>
    name === undefined ? `${baseUrl}/${path}` : `${baseUrl}/${path}/${name}`,
  );
  if (id === undefined) return scimJson(200, listResponse(described, described.length, 1));
  return one(find(described, id));
}

/** RFC 7643 §3.1. */
function one(described: JsonObject): Response {
  const { meta } = described;
  const location = isObject(meta) && typeof meta.location === 'string' ? meta.location : undefined;
  return scimJson(200, described, location === undefined ? {} : { 'content-location': location });
}

function find(described: readonly JsonObject[], id: string): JsonObject {
  const found = described.find((one) => sameName(String(one.id), id));
  if (!found)
    throw notFound(
      'no-such-definition',
      say`There is no "${sent(id.slice(0, 200))}" here: ${fix`read the whole list`}.`,
    );
  return found;
}

/** RFC 7643 §5: without a token, and the same whether the account exists or not. */
function serviceProviderConfigEndpoint(services: Services): Endpoint {
  return endpoint('ServiceProviderConfig', async (request) => {
    const { accountId, rest } = scimPath(new URL(request.url));
    if (rest.length > 0) throw noSuchPath();
    if (request.method === 'OPTIONS') return options(['GET']);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return methodNotAllowed(request.method, ['GET']);
    const baseUrl = baseUrlOf(services, encodeURIComponent(accountId));
    return one(serviceProviderConfig((path) => `${baseUrl}/${path}`));
  });
}
