/** RFC 7644 §3: a request -> what an operation takes. */

import { inOnePiece } from '../async/pieces.ts';
import type { Conditions, Versions } from '../protocol/version.ts';
import { invalidSyntax, invalidValue, tooLarge, unsupportedMediaType } from '../scim/error.ts';
import { readJson as readJsonText } from '../scim/intake/read-json.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { fix, say, sent } from '../scim/text.ts';
import { bearerOf, type HttpRequest, mediaTypeOf, segmentsOf } from './message.ts';

/** Bytes; a larger body answers 413. */
const MAX_BODY = 1024 * 1024;

/** `/scim/v2/{accountId}/{endpoint}/{rest…}`, percent-decoded; empty segments (trailing slashes) do not count. */
interface ScimPath {
  readonly accountId: string;
  readonly endpoint: string;
  readonly rest: readonly string[];
}

export function scimPath(url: URL): ScimPath {
  const [, , accountId = '', endpoint = '', ...rest] = segmentsOf(url);
  return { accountId, endpoint, rest };
}

/** Far longer than any SCIM token. */
const MAX_SCIM_TOKEN = 512;

/** RFC 6750 §2.1. @returns undefined for a text that cannot be a SCIM token */
export function tokenOf(request: HttpRequest): string | undefined {
  const text = bearerOf(request);
  return text !== undefined && text.length <= MAX_SCIM_TOKEN ? text : undefined;
}

/** A repeated or comma-separated list; undefined when the parameter is not there. */
export function listParameter(url: URL, name: string): string[] | undefined {
  const values = parameters(url, name).flatMap((value) => value.split(','));
  const names = values.map((value) => value.trim()).filter((value) => value !== '');
  return names.length === 0 ? undefined : names;
}

export function numberParameter(url: URL, name: string): number | undefined {
  const text = textParameter(url, name)?.trim();
  if (text === undefined) return undefined;
  if (!/^-?\d+$/.test(text)) {
    throw invalidValue(
      'query-parameter',
      say`The query parameter ${name} must be a whole number such as ${name}=1.`,
    );
  }
  return Math.max(-1, Math.min(Number(text), Number.MAX_SAFE_INTEGER));
}

/** A parameter without a value, such as `filter=`, counts as absent. */
export const textParameter = (url: URL, name: string): string | undefined =>
  parameters(url, name).find((value) => value.trim() !== '');

/** Parameter names are compared without case, as attribute names are. */
function parameters(url: URL, name: string): string[] {
  if (url.search === '') return [];
  return [...url.searchParams]
    .filter(([one]) => one.toLowerCase() === name.toLowerCase())
    .map(([, value]) => value);
}

/** RFC 9110 §13.1. */
export const conditionsOf = (request: HttpRequest): Conditions => ({
  ifMatch: versionsOf(request, 'if-match'),
  ifNoneMatch: versionsOf(request, 'if-none-match'),
});

function versionsOf(request: HttpRequest, header: 'if-match' | 'if-none-match'): Versions | undefined {
  const text = request.header(header);
  if (text === undefined) return undefined;
  return text.trim() === '*' ? '*' : text.split(',').map((tag) => tag.trim());
}

export async function readObject(request: HttpRequest): Promise<JsonObject> {
  const json = await readJson(request);
  if (!isObject(json)) throw invalidSyntax('body-not-object', say`The body must be one JSON object.`);
  return json;
}

/** A large body lets others go first before anything is done with it. */
export async function readJson(request: HttpRequest): Promise<Json> {
  requireJson(request);
  const text = await readText(request);
  return inOnePiece(() => jsonIn(text));
}

/** @throws ScimError invalidSyntax */
export function jsonIn(text: string): Json {
  if (text.trim() === '')
    throw invalidSyntax('body-empty', say`The body is empty: ${fix`send a JSON object`}.`);
  try {
    return readJsonText(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalidSyntax('body-not-json', say`The body is not JSON: its syntax is wrong.`);
  }
}

/** RFC 7644 §3.1, §8.1: application/scim+json; application/json is accepted, as is no type at all. */
function requireJson(request: HttpRequest): void {
  const type = mediaTypeOf(request);
  if (!type || type === 'application/scim+json' || type === 'application/json') return;
  throw unsupportedMediaType(
    'content-type',
    say`The content type ${sent(type.slice(0, 64))} is not supported: ${fix`send application/scim+json`}.`,
  );
}

/** RFC 9110 §8.4, §15.5.16: a body is read as it is, not decompressed first. */
function requirePlain(request: HttpRequest): void {
  const codings = (request.header('content-encoding') ?? '').split(',').map((one) => one.trim());
  const coding = codings.find((one) => one !== '' && one.toLowerCase() !== 'identity');
  if (coding === undefined) return;
  throw unsupportedMediaType(
    'content-encoding',
    say`The content encoding ${sent(coding.slice(0, 64))} is not supported: ${fix`send the body without compression`}.`,
  );
}

/** Bytes; more than identity providers send. */
const SMALL_BODY = 64 * 1024;

const METHODS_WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** The request once its body is in memory, if it is small: a client that is slow to send keeps others waiting no longer. */
export async function withSmallBody(request: HttpRequest): Promise<HttpRequest> {
  const { method, body, header } = request;
  const isSmall = Number(header('content-length') ?? Number.NaN) <= SMALL_BODY;
  if (!body || !isSmall || !METHODS_WITH_BODY.has(method)) return request;
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of body) pieces.push(piece);
  } catch (error) {
    return { ...request, body: replayed(pieces, { error }) };
  }
  return { ...request, body: replayed(pieces) };
}

/** @param end how the body broke off */
async function* replayed(
  pieces: readonly Uint8Array[],
  end?: { readonly error: unknown },
): AsyncGenerator<Uint8Array> {
  yield* pieces;
  if (end) throw end.error;
}

/** @throws ScimError 413, 415, or invalidSyntax for what is not UTF-8 or breaks off */
export async function readText(request: HttpRequest): Promise<string> {
  requirePlain(request);
  const tooLong = () =>
    tooLarge('body-too-large', say`The body is larger than ${MAX_BODY} bytes: ${fix`send less at once`}.`);
  if (Number(request.header('content-length') ?? 0) > MAX_BODY) throw tooLong();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of wholeBody(request.body)) {
    size += chunk.byteLength;
    if (size > MAX_BODY) throw tooLong();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw invalidSyntax('body-not-utf8', say`The body is not UTF-8.`);
  }
}

/** A client that hangs up is not a failure of the service. */
async function* wholeBody(body: HttpRequest['body']): AsyncIterable<Uint8Array> {
  try {
    yield* body ?? [];
  } catch {
    throw invalidSyntax('body-broken-off', say`The body ended too early: ${fix`send it again`}.`);
  }
}
