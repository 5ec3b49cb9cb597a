/** The adapter for callers in the same process, which speak Fetch: a command on the store of its own machine, and tests. */

import type { Endpoint, Log } from '../../shared/http/message.ts';
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
  return new Response(given === null || typeof given === 'string' ? given : streamOf(given), {
    status: answer.status,
    headers: answer.headers,
  });
}
