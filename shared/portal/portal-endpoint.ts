/**
 * The room of the portal's static files: which file a path means, in which coding, for how long it may be kept. It never
 * reads them itself, and knows nothing of what they show.
 */

import {
  allowedMethods,
  allowing,
  type Endpoint,
  type HttpHeaders,
  type HttpRequest,
  type HttpResponse,
} from '../http/message.ts';

/** Content by coding; `identity` is always there. */
export type Codings = Readonly<Partial<Record<'br' | 'gzip', Uint8Array>>> & {
  readonly identity: Uint8Array;
};

export interface PortalFiles {
  readonly page: Codings;
  /** Entity tag of the page, without quotation marks. */
  readonly tag: string;
  /** By name. A name holds a hash of the content: what it names never changes. */
  readonly assets: ReadonlyMap<string, Codings>;
}

/** @param signInOrigin another origin that the page may ask for an access token; undefined: none */
export function portalEndpoint(read: () => Promise<PortalFiles>, signInOrigin?: string): Endpoint {
  const headers = securityHeaders(signInOrigin);
  return async (request) => {
    const { status, headers: own, body } = await answer(await read(), request);
    const complete = { status, headers: { ...headers, ...own } };
    return request.method === 'HEAD' || body === undefined ? complete : { ...complete, body };
  };
}

async function answer(files: PortalFiles, request: HttpRequest): Promise<HttpResponse> {
  const { method, url } = request;
  if (method === 'OPTIONS') return allowedMethods(['GET']);
  if (method !== 'GET' && method !== 'HEAD') return text(405, 'Use GET.', { allow: allowing(['GET']) });
  const [, name] = /^\/portal\/assets\/([^/]+)$/i.exec(url.pathname) ?? [];
  if (name === undefined) return page(files, request);
  const asset = files.assets.get(name);
  if (!asset) return text(404, 'There is no such file: reload the portal.');
  return coded(asset, request, {
    'content-type': mediaTypeOf(name),
    'cache-control': 'public, max-age=31536000, immutable',
  });
}

/** Every path of the portal is the same page, which reads from it what to show. */
function page({ page: codings, tag }: PortalFiles, request: HttpRequest): HttpResponse {
  const cache = { 'cache-control': 'no-cache', etag: `"${tag}"`, vary: 'accept-encoding' };
  // RFC 9110 §13.1.2: compared weakly. A proxy that compresses makes the tag weak.
  if ((request.header('if-none-match') ?? '').includes(`"${tag}"`)) return { status: 304, headers: cache };
  return coded(codings, request, { 'content-type': 'text/html; charset=utf-8', ...cache });
}

function coded(codings: Codings, request: HttpRequest, headers: HttpHeaders): HttpResponse {
  const accepted = request.header('accept-encoding') ?? '';
  const coding = (['br', 'gzip'] as const).find((one) => codings[one] && accepts(accepted, one));
  return {
    status: 200,
    headers: { ...headers, vary: 'accept-encoding', ...(coding ? { 'content-encoding': coding } : {}) },
    body: (coding && codings[coding]) ?? codings.identity,
  };
}

/** RFC 9110 §12.5.3; what `*` would allow is not needed. */
const accepts = (header: string, coding: string): boolean =>
  header.split(',').some((part) => {
    const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
    return name === coding && !parameters.some((one) => /^q=0(\.0*)?$/.test(one));
  });

const text = (status: number, body: string, headers: HttpHeaders = {}): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body,
});

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

const mediaTypeOf = (name: string): string =>
  MEDIA_TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream';

/** Nothing inline, nothing from elsewhere, in no frame. */
const securityHeaders = (signInOrigin: string | undefined): HttpHeaders => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${["'self'", signInOrigin].filter(Boolean).join(' ')}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** A browser that asks for the service itself is led to the portal; every other caller gets what it gets elsewhere. */
export const leadingToPortal =
  (endpoint: Endpoint): Endpoint =>
  async (request, log) => {
    const { method, url, header } = request;
    const isPage = url.pathname === '/' && /\btext\/html\b/.test(header('accept') ?? '');
    if (!isPage || (method !== 'GET' && method !== 'HEAD')) return endpoint(request, log);
    return { status: 303, headers: { location: '/portal/', 'cache-control': 'no-store', vary: 'accept' } };
  };
