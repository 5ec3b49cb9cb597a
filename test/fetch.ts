/** Endpoints that tests write with Fetch messages, in one line each. */

import type { Endpoint, Log } from '../shared/http/message.ts';

/** It sees the headers that `names` lists. */
export const endpointOf =
  (answer: (request: Request, log: Log) => Promise<Response>, names: readonly string[] = []): Endpoint =>
  async ({ method, url, header, body }, log) => {
    const headers = names.flatMap((name) => [[name, header(name)] as const]);
    const sent = headers.filter((one): one is readonly [string, string] => one[1] !== undefined);
    const request = new Request(url, {
      method,
      headers: sent.map(([name, value]): [string, string] => [name, value]),
      ...(body === undefined ? {} : { body: ReadableStream.from(body), duplex: 'half' }),
    });
    const response = await answer(request, log);
    const text = response.body === null ? undefined : await response.text();
    const plain = { status: response.status, headers: Object.fromEntries(response.headers) };
    return text === undefined ? plain : { ...plain, body: text };
  };
