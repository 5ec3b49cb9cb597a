/** The double on a loopback port, for a process of its own. The real vault speaks TLS; a caller has to do without. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ConnectionReset } from '../network.ts';
import type { KeyVaultDouble } from './double.ts';
import { VAULT_URL } from './wire.ts';

export interface RunningVault {
  readonly port: number;
  close(): void;
}

export async function serveVault(double: KeyVaultDouble): Promise<RunningVault> {
  const server = createServer((request, response) => {
    answer(double, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answer(
  double: KeyVaultDouble,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  try {
    const {
      status,
      headers: own,
      body,
    } = await double.handle({
      method: request.method ?? '',
      url: new URL(request.url ?? '/', VAULT_URL),
      headers: Object.fromEntries(headers),
      body: await text(request),
    });
    response.writeHead(status, own).end(body);
  } catch (error) {
    if (!(error instanceof ConnectionReset)) console.error(error);
    request.socket.destroy();
  }
}
