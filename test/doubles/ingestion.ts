/** An ingestion endpoint of Application Insights on this machine: takes what is sent, and keeps it. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

export interface Envelope {
  readonly name: string;
  readonly iKey: string;
  readonly sampleRate?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly data: { readonly baseType: string; readonly baseData: Readonly<Record<string, unknown>> };
}

export interface Ingestion {
  readonly connectionString: string;
  readonly origin: string;
  readonly envelopes: Envelope[];
  /** `Authorization` of each request, and its path. */
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[];
  /** All that was sent, as text. */
  text(): string;
  close(): void;
}

export const INSTRUMENTATION_KEY = '00000000-1111-2222-3333-444444444444';

export async function openIngestion(): Promise<Ingestion> {
  const envelopes: Envelope[] = [];
  const requests: Ingestion['requests'] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const sent: Envelope[] = JSON.parse(text.toString('utf8') || '[]');
    requests.push({ path: request.url ?? '', authorization: request.headers.authorization });
    envelopes.push(...sent);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ itemsReceived: sent.length, itemsAccepted: sent.length, errors: [] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    connectionString: `InstrumentationKey=${INSTRUMENTATION_KEY};IngestionEndpoint=${origin}/`,
    origin,
    envelopes,
    requests,
    text: () => JSON.stringify(envelopes),
    close: () => server.close().closeAllConnections(),
  };
}
