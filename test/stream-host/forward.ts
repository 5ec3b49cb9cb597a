/**
 * The server through which @azure/functions takes HTTP requests as streams, and the way of a request to it and of its
 * answer back. The library opens that server on every network interface and keeps it to itself; here it listens on
 * loopback only, and its owner can watch and close it.
 */

import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { ProgrammingModel } from '../../cli/local-host/load-app.ts';
import { hasBody } from '../../cli/local-host/service.ts';

const LOOPBACK = '127.0.0.1';

interface StreamServer {
  readonly server: Server;
  readonly port: number;
}

export async function openStreamServer(model: ProgrammingModel): Promise<StreamServer> {
  const opened: Server[] = [];
  const listen = Server.prototype.listen;
  const onLoopback = function (this: Server, callback: () => void): Server {
    opened.push(this);
    return Reflect.apply(listen, this, [0, LOOPBACK, callback]);
  };
  Object.defineProperty(Server.prototype, 'listen', { value: onLoopback, configurable: true });
  // Hands the prototype back before anyone else can listen: the library calls `listen` before its first await.
  const capabilities = model.getCapabilities({});
  Reflect.deleteProperty(Server.prototype, 'listen');

  const { HttpUri } = await capabilities;
  const [server] = opened;
  if (!HttpUri || !server) throw new Error('The functions must call app.setup({ enableHttpStream: true }).');
  return { server, port: Number(new URL(HttpUri).port) };
}

interface Destination {
  readonly port: number;
  readonly agent: Agent;
}

export const createAgent = () => new Agent({ keepAlive: true, maxFreeSockets: 256 });

export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  id: string,
  { port, agent }: Destination,
): ClientRequest {
  const { method } = request;
  const headers = headersFor(request, id);
  const upstream = send({ host: LOOPBACK, port, agent, method, path, headers });
  upstream.on('error', () => {
    if (!response.headersSent) response.writeHead(502, { 'content-length': 0 }).end();
  });
  upstream.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, endToEnd(answer));
    answer.pipe(response);
    answer.on('error', () => response.destroy());
    answer.on('end', () => {
      if (!upstream.writableEnded) abandonUpload(request, upstream);
    });
  });
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  if (hasBody(request)) request.pipe(upstream);
  else upstream.end();
  return upstream;
}

/** The answer did not wait for the whole body: take the rest off the client's hands, and trouble nobody with it. */
function abandonUpload(request: IncomingMessage, upstream: ClientRequest): void {
  request.unpipe(upstream);
  request.resume();
  upstream.destroy();
}

/** Of the client's own headers the stream server needs the framing alone; the others come with the invocation. */
function headersFor(request: IncomingMessage, id: string): Record<string, string> {
  const { host = LOOPBACK, 'content-length': length } = request.headers;
  const headers = { 'x-ms-invocation-id': id, 'x-forwarded-host': host, 'x-forwarded-proto': 'http' };
  if (!hasBody(request)) return headers;
  return length === undefined
    ? { ...headers, 'transfer-encoding': 'chunked' }
    : { ...headers, 'content-length': length };
}

/** RFC 9110 §7.6.1: what concerns one connection is not forwarded. */
function endToEnd(answer: IncomingMessage) {
  const { connection, 'keep-alive': keepAlive, 'transfer-encoding': coding, ...headers } = answer.headers;
  return headers;
}
