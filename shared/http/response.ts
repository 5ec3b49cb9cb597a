/** Operation results -> Fetch Responses (RFC 7644 §3.1, §3.14). */

import type { Representation } from '../protocol/represent.ts';
import type { JsonObject } from '../scim/json.ts';

/** RFC 7644 §8.1: the media type has no parameter. */
const SCIM_JSON = 'application/scim+json';

type Headers = Readonly<Record<string, string>>;

export const scimJson = (status: number, body: JsonObject, headers: Headers = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': SCIM_JSON, ...headers } });

export const noContent = (headers: Headers = {}): Response => new Response(null, { status: 204, headers });

/** RFC 7643 §3.1: `meta.location` is the Content-Location of an answer that holds the resource. */
const describing = ({ version, location }: Representation): Headers => ({
  etag: version,
  'content-location': location,
});

export const retrieved = (found: Representation): Response => scimJson(200, found.body, describing(found));

/** What a create, replace or modify left; `Location` is where. */
export const written = (status: number, stored: Representation): Response =>
  status === 204
    ? noContent({ etag: stored.version })
    : scimJson(status, stored.body, { ...describing(stored), location: stored.location });

/** RFC 9110 §15.4.5: the headers that a 200 would have. */
export const notModified = (found: Representation): Response =>
  new Response(null, { status: 304, headers: describing(found) });

/** The value of `Allow` (RFC 9110 §9.3.2, §9.3.7): HEAD goes where GET goes, and OPTIONS everywhere. */
export const allowing = (methods: readonly string[]): string =>
  [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(', ');

export const options = (methods: readonly string[]): Response => noContent({ allow: allowing(methods) });
