/** The double as the HTTP client of the real SDK: no socket. */

import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  RestError,
} from '@azure/core-rest-pipeline';
import type { KeyVaultDouble } from './double.ts';
import { ConnectionReset } from './faults.ts';

export function httpClientOf(double: KeyVaultDouble): HttpClient {
  return {
    async sendRequest(request) {
      const answered = double.handle({
        method: request.method,
        url: new URL(request.url),
        headers: request.headers.toJSON(),
        body: typeof request.body === 'string' ? request.body : '',
      });
      const { status, headers, body } = await Promise.race([answered, aborted(request)]).catch(asNodeReports);
      return { request, status, headers: createHttpHeaders(headers), bodyAsText: body };
    },
  };
}

function aborted({ abortSignal }: PipelineRequest): Promise<never> {
  return new Promise((_, reject) => {
    abortSignal?.addEventListener('abort', () => {
      reject(Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' }));
    });
  });
}

/** As the SDK's own client throws it: with the request inside. */
function asNodeReports(error: unknown): never {
  if (error instanceof ConnectionReset) throw new RestError('socket hang up', { code: 'ECONNRESET' });
  throw error;
}
