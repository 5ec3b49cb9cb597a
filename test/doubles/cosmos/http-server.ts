/** The double on a loopback port, for a process that takes only an endpoint and a key. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ConnectionReset } from '../network.ts';
import { CosmosDouble, type DoubleOptions } from './double.ts';

export interface RunningDouble {
  readonly endpoint: string;
  readonly key: string;
  readonly double: CosmosDouble;
  close(): Promise<void>;
}

export async function startCosmosDouble(
  options: DoubleOptions & { port?: number } = {},
): Promise<RunningDouble> {
  const double = new CosmosDouble(options);
  const server = createServer((request, response) => {
    answer(double, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    key: double.key,
    double,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  double: CosmosDouble,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  try {
    const result = await double.handle({
      method: request.method ?? '',
      path: new URL(request.url ?? '/', 'http://localhost').pathname,
      headers: Object.fromEntries(headers),
      body: await text(request),
    });
    response.writeHead(result.status, result.headers).end(result.body);
  } catch (error) {
    if (!(error instanceof ConnectionReset)) console.error(error);
    request.socket.destroy();
  }
}
