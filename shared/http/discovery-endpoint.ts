/** RFC 7644 §4: Schemas, ResourceTypes and ServiceProviderConfig, read-only. */

import {
  describeResourceTypes,
  describeSchemas,
  describeServiceProviderConfig,
} from '../protocol/discovery.ts';
import { forbidden, notFound } from '../scim/error.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import { listResponse } from '../scim/messages/messages.ts';
import { sameName } from '../scim/schema/attribute.ts';
import { fix, say, sent } from '../scim/text.ts';
import { accountEndpoint } from './account-endpoint.ts';
import { baseUrlOf, type ScimCall, type ScimServices, scimEndpoint } from './call.ts';
import { allowedMethods, type Endpoint, type HttpResponse } from './message.ts';
import { scimPath, textParameter } from './request.ts';
import { methodNotAllowed, noSuchPath, scimJson, scimText } from './response.ts';

type Describe = typeof describeSchemas | typeof describeResourceTypes;

export const discovery = (services: ScimServices) => ({
  schemas: readOnly(services, 'Schemas', describeSchemas),
  resourceTypes: readOnly(services, 'ResourceTypes', describeResourceTypes),
  serviceProviderConfig: serviceProviderConfigEndpoint(services),
});

function readOnly(services: ScimServices, name: string, describe: Describe): Endpoint {
  return accountEndpoint(services, name, (rest) => {
    if (rest.length > 1) return undefined;
    return { GET: async (call) => describedAt(call, describe, rest[0]) };
  });
}

function describedAt(
  { request: { url }, types, baseUrl }: ScimCall,
  describe: Describe,
  id: string | undefined,
): HttpResponse {
  // RFC 7644 §4: a filter here answers 403.
  if (textParameter(url, 'filter') !== undefined) {
    throw forbidden('not-filterable', say`This endpoint cannot be filtered: ${fix`read the whole list`}.`);
  }
  const described = describe(types, (path, name) =>
    name === undefined ? `${baseUrl}/${path}` : `${baseUrl}/${path}/${name}`,
  );
  if (id === undefined)
    return scimText(
      200,
      listResponse(
        described.map((one) => JSON.stringify(one)),
        described.length,
        1,
      ),
    );
  return definitionAnswer(definitionNamed(described, id));
}

/** RFC 7643 §3.1. */
function definitionAnswer(described: JsonObject): HttpResponse {
  const { meta } = described;
  const location = isObject(meta) && typeof meta.location === 'string' ? meta.location : undefined;
  return scimJson(200, described, location === undefined ? {} : { 'content-location': location });
}

function definitionNamed(described: readonly JsonObject[], id: string): JsonObject {
  const found = described.find((one) => sameName(String(one.id), id));
  if (!found)
    throw notFound(
      'no-such-definition',
      say`There is no "${sent(id.slice(0, 200))}" here: ${fix`read the whole list`}.`,
    );
  return found;
}

/** RFC 7643 §5: without a token, and the same whether the account exists or not. */
function serviceProviderConfigEndpoint(services: ScimServices): Endpoint {
  return scimEndpoint('ServiceProviderConfig', async (request) => {
    const { accountId, rest } = scimPath(request.url);
    if (rest.length > 0) throw noSuchPath();
    if (request.method === 'OPTIONS') return allowedMethods(['GET']);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return methodNotAllowed(request.method, ['GET']);
    const baseUrl = baseUrlOf(services, encodeURIComponent(accountId));
    return definitionAnswer(describeServiceProviderConfig((path) => `${baseUrl}/${path}`));
  });
}
