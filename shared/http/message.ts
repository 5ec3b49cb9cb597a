/**
 * HTTP messages as plain values, and what an endpoint is. This room turns requests into SCIM operations and their results
 * into responses. It knows neither the host that carries the messages nor the store behind the operations.
 */

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** @param name in lower case. @returns undefined for a header that was not sent */
  readonly header: (name: string) => string | undefined;
  /** In pieces, as they arrive; undefined when there is none. An endpoint may stop reading: the host discards the rest. */
  readonly body: AsyncIterable<Uint8Array> | undefined;
}

/** Names in lower case. */
export type HttpHeaders = Readonly<Record<string, string>>;

/** Bytes as they are; text; or, where all of it would be long, pieces of it that are made as they are taken, once. */
export type Body = Whole | Iterable<string>;

export type Whole = string | Uint8Array;

export const isWhole = (body: Body): body is Whole => typeof body === 'string' || body instanceof Uint8Array;

/** UTF-16 units up to which pieces are sent as one text, whose length is known before. */
const SHORT = 1_000_000;

export const bodyOf = (pieces: readonly string[]): string | Iterable<string> =>
  pieces.reduce((sum, { length }) => sum + length, 0) < SHORT ? pieces.join('') : pieces;

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body?: Body;
}

export type LogLine = Readonly<Record<string, unknown>>;

/** Takes one structured line per request. */
export type Log = (line: LogLine) => void;

/** A door: what a registered function runs. */
export type Endpoint = (request: HttpRequest, log: Log) => Promise<HttpResponse>;

export const noContent = (headers: HttpHeaders = {}): HttpResponse => ({ status: 204, headers });

export const jsonResponse = (
  status: number,
  mediaType: string,
  body: object,
  headers: HttpHeaders = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': mediaType, ...headers },
  body: JSON.stringify(body),
});

/** The value of `Allow` (RFC 9110 §9.3.2, §9.3.7): HEAD goes where GET goes, and OPTIONS everywhere. */
export const allowing = (methods: readonly string[]): string =>
  [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(', ');

/** RFC 9110 §9.3.7: what is possible at a path. */
export const allowedMethods = (methods: readonly string[]): HttpResponse =>
  noContent({ allow: allowing(methods) });

/** RFC 9110 §11.6.2, RFC 6750 §2.1: the scheme has no case. */
export const bearerOf = ({ header }: HttpRequest): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(header('authorization') ?? '')?.[1];

/** RFC 9110 §8.3.1: the media type of the body, in lower case and without parameters; undefined when none is named. */
export const mediaTypeOf = ({ header }: HttpRequest): string | undefined =>
  header('content-type')?.split(';')[0]?.trim().toLowerCase();

/** Whether only this machine is called so. @param hostname of a URL, or of an address: IPv6 with or without brackets */
export const isLoopback = (hostname: string): boolean =>
  /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(hostname);

/** Segments of a path, percent-decoded; empty ones (a trailing slash) do not count. */
export const segmentsOf = ({ pathname }: URL): string[] =>
  pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment);

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
