/** What lies between a client of ours and a service double: latency, broken connections, faults by order of a test. */

import { setTimeout as sleep } from 'node:timers/promises';
import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  RestError,
} from '@azure/core-rest-pipeline';

export interface DoubleResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The connection ends without an answer, or nothing comes at all; before or after the work was done. */
export interface LostAnswer {
  readonly kind: 'reset' | 'silence';
  readonly work: 'undone' | 'done';
}

/** Thrown instead of an answer. */
export class ConnectionReset extends Error {
  override readonly name = 'ConnectionReset';
}

/** Faults in the order they were ordered, for each kind of request. */
export class FaultPlan<Kind, Fault> {
  readonly #queues = new Map<Kind, Fault[]>();

  add(kind: Kind, faults: readonly Fault[]): void {
    this.#queues.set(kind, [...(this.#queues.get(kind) ?? []), ...faults]);
  }

  next(kind: Kind): Fault | undefined {
    return this.#queues.get(kind)?.shift();
  }
}

/** @param latency milliseconds */
export async function travel(latency: (() => number) | undefined): Promise<void> {
  const milliseconds = latency?.();
  if (milliseconds !== undefined) await sleep(milliseconds);
}

/** Never settles, or rejects with ConnectionReset. */
export function loseAnswer({ kind, work: state }: LostAnswer, work: () => unknown): Promise<never> {
  if (state === 'done') work();
  return kind === 'reset' ? Promise.reject(new ConnectionReset()) : new Promise(() => undefined);
}

/** A double as the HTTP client of the real SDK: no socket. */
export const clientOf = (
  handle: (request: PipelineRequest, body: string) => Promise<DoubleResponse>,
): HttpClient => ({
  async sendRequest(request) {
    const answered = handle(request, typeof request.body === 'string' ? request.body : '');
    const { status, headers, body } = await Promise.race([answered, aborted(request)]).catch(asNodeReports);
    return { request, status, headers: createHttpHeaders(headers), bodyAsText: body };
  },
});

function aborted({ abortSignal }: PipelineRequest): Promise<never> {
  return new Promise((_, reject) => {
    abortSignal?.addEventListener('abort', () => {
      reject(Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' }));
    });
  });
}

/** As the SDK's own client throws it. */
function asNodeReports(error: unknown): never {
  if (error instanceof ConnectionReset) throw new RestError('socket hang up', { code: 'ECONNRESET' });
  throw error;
}
