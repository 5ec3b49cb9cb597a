/** The adapter for callers in the same process, which speak Fetch: a command on the store of its own machine, and tests. */

import type { Endpoint, Log } from '../../shared/http/message.ts';

export async function answerFetch(
  endpoint: Endpoint,
  request: Request,
  log: Log = () => {},
): Promise<Response> {
  const { method, url, headers, body } = request;
  const header = (name: string) => headers.get(name) ?? undefined;
  const answer = await endpoint({ method, url: new URL(url), header, body: body ?? undefined }, log);
  return new Response(answer.body ?? null, { status: answer.status, headers: answer.headers });
}
