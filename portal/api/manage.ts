/** Calls of the manage API: one function, and the ways in which it may fail. */

import type { AnswerOf, BodyOf, Known, Method, QueryOf } from './contract.ts';
import type { Problem } from './manage-api.ts';
import { session } from './session.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;

interface Call<Verb extends Method, Path> {
  readonly method?: Verb;
  readonly query?: QueryOf<Verb, Path>;
  readonly body?: BodyOf<Verb, Path>;
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal;
}

export interface Answer<Body> {
  readonly body: Body;
  readonly etag: string | undefined;
}

/** Refused, in the words of the service (RFC 9457); status 0: no answer at all. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly problem: Partial<Problem>;

  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? 'The service did not answer as expected.');
    this.status = status;
    this.problem = problem;
  }
}

/** Changes that are under way: a button that is clicked twice makes one. */
const sent = new Map<string, Promise<Answer<unknown>>>();

/**
 * @param path below /manage/v1, its segments escaped
 * @throws Refused; what `signal` was aborted with
 */
export function manage<const Path extends string, Verb extends Method = 'GET', Body = AnswerOf<Verb, Path>>(
  path: Path & Known<Verb, Path>,
  call: Call<Verb, Path> = {},
): Promise<Answer<Body>> {
  if (!call.method) return send(path, call);
  const key = JSON.stringify([path, call]);
  const same = sent.get(key);
  if (same) return same as Promise<Answer<Body>>;
  const answer = send<Verb, Path, Body>(path, call).finally(() => sent.delete(key));
  sent.set(key, answer);
  return answer;
}

async function send<Verb extends Method, Path, Body>(
  path: string,
  call: Call<Verb, Path>,
): Promise<Answer<Body>> {
  const { method = 'GET', query = {}, body, ifMatch, signal } = call;
  const given = Object.entries<string | number | undefined>(query as Query).filter(
    (one): one is [string, string | number] => one[1] !== undefined,
  );
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  const headers = new Headers();
  const credential = await session.credential();
  if (credential) headers.set('authorization', `Bearer ${credential}`);
  if (body) headers.set('content-type', 'application/json');
  if (ifMatch) headers.set('if-match', ifMatch);
  const response = await fetch(`/manage/v1${path}${search && `?${search}`}`, {
    method,
    headers,
    cache: 'no-store',
    ...(body ? { body: JSON.stringify(body) } : {}),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Refused(0, {
      detail: 'The service does not answer: is it running, and is this machine online?',
    });
  });
  const text = await response.text();
  if (response.status === 401 && credential) window.dispatchEvent(new Event('signed-out'));
  if (!response.ok) throw new Refused(response.status, problemIn(text));
  return {
    body: text === '' ? undefined : JSON.parse(text),
    etag: response.headers.get('etag') ?? undefined,
  };
}

function problemIn(text: string): Partial<Problem> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
