/**
 * A client of the manage API, wherever it answers: a service at an address, or the same endpoint in this process. This
 * room owns calls, and what is said when one is refused; it never prints.
 */

import type { AffectedField, Operations, Problem } from '../../shared/manage/contract/manage-api.ts';
import { isObject, parseJson } from '../../shared/scim/json.ts';
import { CommandError, misused, refused } from '../../terminal/command-error.ts';
import { cellText, printable } from '../../terminal/table.ts';

/** @throws CommandError when there is no answer */
export type SendCall = (request: Request) => Promise<Response>;

interface Content<Body> {
  /** An object, or the text of one. */
  readonly body?: Partly<Body> | string;
  /** The version that the change builds on (RFC 9110 §13.1.1). */
  readonly ifMatch?: string | undefined;
}

/** No answer, or not all of one. */
export class Unanswered extends CommandError {
  constructor(message: string) {
    super(message, 1);
  }
}

/** Any answer but 2xx, in the words of the service. */
export class RefusedCall extends CommandError {
  readonly status: number;
  /** Seconds that the service asks to wait; undefined when it does not. */
  readonly retryAfter: number | undefined;
  /** What a change of fields would do, as lines to read, where it has to be confirmed. */
  readonly consequences: readonly string[];

  constructor(response: Response, text: string) {
    super(problemText(response, text), 1);
    this.consequences = consequencesIn(problemIn(text));
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    this.status = response.status;
    this.retryAfter = seconds >= 0 ? seconds : undefined;
  }
}

/** As the OpenAPI document describes it, with any of it missing: a service of another version may leave it out, and judges what it is sent. */
export type Partly<Body> = Body extends readonly (infer One)[]
  ? readonly Partly<One>[]
  : Body extends object
    ? { readonly [Name in keyof Body]?: Partly<Body[Name]> | undefined }
    : Body;

export interface Answer<Body> {
  readonly text: string;
  readonly etag: string | undefined;
  /** @throws CommandError when it is not from the manage API */
  readonly json: () => Partly<Body>;
}

/** By method and path template, with the parameters of both path and query. @throws RefusedCall; CommandError when there is no answer */
export type ManageClient = <Name extends keyof Operations>(
  operation: Name,
  parameters: Operations[Name]['parameters'],
  content?: Content<Operations[Name]['body']>,
) => Promise<Answer<Operations[Name]['answer']>>;

/** @param origin with the path prefix, if there is one */
export const manageClient =
  (origin: string, send: SendCall): ManageClient =>
  async <Body>(operation: string, parameters: Parameters, content: Content<unknown> = {}) => {
    const response = await send(requestOf(origin, operation, parameters, content));
    const text = await response.text();
    if (!response.ok) throw new RefusedCall(response, text);
    return { text, etag: response.headers.get('etag') ?? undefined, json: () => objectOf<Body>(text) };
  };

type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

function requestOf(
  origin: string,
  operation: string,
  parameters: Parameters,
  { body, ifMatch }: Content<unknown>,
): Request {
  const [method = '', template = ''] = operation.split(' ');
  const query = { ...parameters };
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    delete query[name];
    return segment(String(parameters[name]));
  });
  const url = new URL(`${origin}/manage/v1${path}`);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (ifMatch !== undefined) headers.set('if-match', ifMatch);
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(url, { method, headers, body: text ?? null, redirect: 'manual' });
}

/** An address would lose segments such as `..`, and a lone surrogate has no encoding. */
function segment(text: string): string {
  if (/^\.{0,2}$/.test(text) || !text.isWellFormed()) throw misused(`${JSON.stringify(text)} is not an id.`);
  return encodeURIComponent(text);
}

function objectOf<Body>(text: string): Partly<Body> {
  const json = objectIn(text);
  if (!json) throw refused('The answer is not from the manage API: check the address of --url.');
  return json as Partly<Body>;
}

/** @returns undefined for text that is not a JSON object */
function objectIn(text: string): object | undefined {
  try {
    const json = parseJson(text);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** @throws CommandError when it is not a list */
export function listOf<Row extends object>(list: readonly Row[] | undefined): readonly Row[] {
  if (Array.isArray(list) && list.every((one: unknown): boolean => isObject(one))) return list;
  throw refused('The answer is not as the manage API describes it: is the service of another version?');
}

/** Texts of a list that may be left out, fit for a terminal. */
export const texts = (list: readonly unknown[] | undefined): readonly string[] =>
  Array.isArray(list) ? list.map(cellText) : [];

/** RFC 9457: a problem in the words of the service, for a person at a terminal. */
function problemText({ status, headers }: Response, text: string): string {
  const location = headers.get('location');
  if (status >= 300 && status < 400 && location) {
    return `The address answers with a redirect to ${printable(location)}: give the one that it leads to as --url.`;
  }
  const problem = problemIn(text);
  if (typeof problem.title !== 'string') {
    return `The answer (status ${status}) is not from the manage API: check the address of --url.`;
  }
  const correlationId = status >= 500 ? headers.get('x-correlation-id') : null;
  return [
    `${cellText(problem.title)} (${status})`,
    ...explanation(problem),
    ...(correlationId ? [`Correlation id: ${printable(correlationId)}`] : []),
  ].join('\n');
}

/** Details name their place themselves, and `detail` may be the first of them. */
function explanation(problem: Partly<Problem>): readonly string[] {
  const consequences = consequencesIn(problem);
  if (consequences.length > 0) return [...consequences, UNCHANGED];
  const details = [problem.detail, ...objectsIn(problem.errors).map(({ detail }) => detail)];
  return [...new Set(details.filter((detail) => detail !== undefined).map(cellText))];
}

const UNCHANGED =
  'Nothing was changed. Values are kept, and hidden ones are shown again when the field is restored as before. To proceed, repeat the command with --yes.';

const consequencesIn = ({ needsConfirmation }: Partly<Problem>): readonly string[] =>
  objectsIn(needsConfirmation).map(concernedField);

export const concernedField = ({ field, reason, detail }: Partly<AffectedField>): string =>
  `  ${cellText(field)}: ${cellText(reason)}. ${cellText(detail)}`;

/** Those of a list that may be left out. */
export const objectsIn = <Row extends object>(list: readonly Row[] | undefined): readonly Row[] =>
  Array.isArray(list) ? list.filter((one: Row) => isObject(one)) : [];

const problemIn = (text: string): Partly<Problem> => objectIn(text) ?? {};
