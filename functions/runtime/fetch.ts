/** The adapter for callers in the same process, which speak Fetch: a command on the store of its own machine, and tests. */

import { type Endpoint, isWhole, type Log, type Whole } from '../../shared/http/message.ts';
import { streamOf } from './invocation.ts';

export async function answerFetch(
  endpoint: Endpoint,
  request: Request,
  log: Log = () => {},
): Promise<Response> {
  const { method, url, headers, body } = request;
  const header = (name: string) => headers.get(name) ?? undefined;
  const answer = await endpoint({ method, url: new URL(url), header, body: body ?? undefined }, log);
  const given = answer.body ?? null;
  return new Response(given === null || isWhole(given) ? bodyInit(given) : streamOf(given), {
    status: answer.status,
    headers: answer.headers,
  });
}

/** Fetch takes no bytes that other threads may share. */
const bodyInit = (given: Whole | null): string | Uint8Array<ArrayBuffer> | null =>
  given instanceof Uint8Array ? new Uint8Array(given) : given;
