/** Liveness, and every path without a resource: SCIM errors instead of the host's empty answers. */

import { notImplemented } from '../scim/error.ts';
import { fix, say, type Text } from '../scim/text.ts';
import { scimEndpoint } from './call.ts';
import { allowedMethods, type Endpoint, jsonResponse } from './message.ts';
import { scimPath } from './request.ts';
import { methodNotAllowed, noSuchPath } from './response.ts';

/** Says that the process answers; asks no store, so that a store outage does not recycle healthy instances. */
export const healthEndpoint: Endpoint = async ({ method }) => {
  if (method === 'GET' || method === 'HEAD') {
    return jsonResponse(200, 'application/json', { status: 'ok' });
  }
  return method === 'OPTIONS' ? allowedMethods(['GET']) : methodNotAllowed(method, ['GET']);
};

/** RFC 7644 endpoints that we do not offer (§3.7, §3.11, §3.4.3). */
const NOT_OFFERED: Readonly<Record<string, Text>> = {
  bulk: say`Bulk operations are not offered: ${fix`send single requests`}.`,
  me: say`/Me is not offered: a SCIM token belongs to an account, not to a user.`,
  '.search': say`Searching the root is not offered: ${fix`query /Users or /Groups`}.`,
};

export const unknownEndpoint: Endpoint = scimEndpoint('Unknown', async (request) => {
  const { endpoint: name, rest } = scimPath(request.url);
  const detail = Object.hasOwn(NOT_OFFERED, name.toLowerCase()) ? NOT_OFFERED[name.toLowerCase()] : undefined;
  if (detail && rest.length === 0) throw notImplemented('not-offered', detail);
  throw noSuchPath();
});
