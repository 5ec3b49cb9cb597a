/** Operation results -> Fetch Responses (RFC 7644 §3.1, §3.14). */

import type { Representation } from '../protocol/represent.ts';
import type { JsonObject } from '../scim/json.ts';

const SCIM_JSON = 'application/scim+json; charset=utf-8';

type Headers = Readonly<Record<string, string>>;

export const scimJson = (status: number, body: JsonObject, headers: Headers = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': SCIM_JSON, ...headers } });

export const noContent = (headers: Headers = {}): Response => new Response(null, { status: 204, headers });

export const resource = (status: number, { body, version, location }: Representation): Response =>
  scimJson(status, body, { etag: version, ...(status === 201 ? { location } : {}) });

export const notModified = ({ version }: Representation): Response =>
  new Response(null, { status: 304, headers: { etag: version } });
