/** A node:http server between the check and a service provider that conforms, with one fault planted in it. */

import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Replied {
  readonly status: number;
  readonly type: string;
  readonly location?: string;
  readonly body: string;
}

/** Passes the request on with `pass`, or answers itself. */
export type Fault = (asked: Asked, pass: (asked: Asked) => Promise<Replied>) => Promise<Replied>;

export async function startFaultyProxy(target: string, fault: Fault) {
  const server = createServer(async (request, response) => {
    const asked = await readRequest(request);
    const { status, type, location, body } = await fault(asked, (changed) => pass(target, changed));
    response.writeHead(status, { 'content-type': type, ...(location ? { location } : {}) }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return { baseUrl: `http://127.0.0.1:${port}`, close };
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const { authorization } = request.headers;
  const method = request.method ?? 'GET';
  return { method, path: pathname, query: searchParams, authorization, body: await text(request) };
}

async function pass(target: string, { method, path, query, authorization, body }: Asked): Promise<Replied> {
  const response = await fetch(`${target}${path}?${query}`, {
    method,
    headers: {
      ...(authorization ? { authorization } : {}),
      ...(body ? { 'content-type': 'application/scim+json' } : {}),
    },
    ...(body ? { body } : {}),
  });
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: await response.text() };
}
