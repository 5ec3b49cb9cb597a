/** What the SDK may see of a connection: answers it can read, and failures that it neither retries nor quotes. */

import { createDefaultHttpClient, type HttpClient, type PipelineResponse } from '@azure/core-rest-pipeline';

/** No answer. `sent`: the request may have reached the service. */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly sent: boolean;

  constructor(message: string, options: { sent: boolean }) {
    super(message);
    this.sent = options.sent;
  }
}

// Node's codes for a connection that was never made.
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

export function cosmosTransport(inner: HttpClient = createDefaultHttpClient()): HttpClient {
  return {
    async sendRequest(request) {
      try {
        return readable(await inner.sendRequest(request));
      } catch (error) {
        // The SDK makes its own TimeoutError of an abort.
        if (error instanceof Error && error.name === 'AbortError') throw error;
        throw connectionFailure(error);
      }
    },
  };
}

/** Leaves the original behind: it carries the request with its token and documents. */
function connectionFailure(error: unknown): ConnectionFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  return new ConnectionFailure(`connection failed: ${code}`, { sent: !NEVER_CONNECTED.has(code) });
}

/** The SDK parses the body before it looks at the status: a gateway's HTML page would hide its 502. */
function readable(response: PipelineResponse): PipelineResponse {
  if (response.status < 400 || isJsonObject(response.bodyAsText)) return response;
  return { ...response, bodyAsText: '{"message":"an answer without a message"}' };
}

function isJsonObject(text: string | null | undefined): boolean {
  try {
    const value: unknown = JSON.parse(text ?? '');
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
