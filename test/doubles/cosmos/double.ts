/** The service: every request is authorised, meets its fault and its latency, is served, and is written to the log. */

import { FaultPlan, loseAnswer, travel } from '../network.ts';
import { authorize } from './authorization.ts';
import { type Fault, kindOf, type LoggedRequest, type RequestKind } from './faults.ts';
import { readQuery } from './query.ts';
import { type Account, serve } from './routes.ts';
import { shapeOf } from './shape.ts';
import { recordStatements } from './statements.ts';
import { badRequest, type CosmosRequest, type CosmosResponse, isRecord, Refusal } from './wire.ts';

export type ChooseFault = (request: LoggedRequest) => Fault | undefined;

export interface DoubleOptions {
  /** Base64. */
  readonly key?: string;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** The default of the account. */
  readonly consistency?: string;
  /** Milliseconds on the way to the service, and again on the way back. */
  readonly latency?: () => number;
  /** Chooses the fault of every request that has none injected. */
  readonly fault?: ChooseFault;
  /** Told of every request when it comes. */
  readonly seen?: (request: LoggedRequest) => void;
}

/** A service that runs for long forgets its oldest requests. */
const MAX_LOG = 100_000;

export class CosmosDouble {
  readonly key: string;
  readonly log: LoggedRequest[] = [];
  readonly #options: DoubleOptions;
  readonly #faults = new FaultPlan<RequestKind, Fault>();
  readonly #account: Account = new Map();
  readonly #now: () => number;

  constructor(options: DoubleOptions = {}) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.key = options.key ?? Buffer.from('the key of a double').toString('base64');
  }

  /** The next requests of this kind meet these faults, one each. */
  inject(kind: RequestKind, ...faults: readonly Fault[]): void {
    this.#faults.add(kind, faults);
  }

  /** Requests of these kinds since the last call. */
  take(...kinds: readonly RequestKind[]): readonly LoggedRequest[] {
    return this.log.splice(0).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  }

  /** Rejects with ConnectionReset, or never settles, where the network fails. */
  async handle(request: CosmosRequest, ofClient?: ChooseFault): Promise<CosmosResponse> {
    const kind = kindOf(request);
    if (!kind) return refusal(badRequest(`The adapter sends no ${request.method} ${request.path}`));
    recordStatements(kind, request.body);
    const entry: LoggedRequest = {
      kind,
      path: request.path,
      consistency: request.headers['x-ms-consistency-level'],
      ...sqlOf(kind, request.body),
    };
    if (this.log.push(entry) > MAX_LOG) this.log.shift();
    this.#options.seen?.(entry);
    const fault = this.#faults.next(kind) ?? ofClient?.(entry) ?? this.#options.fault?.(entry);
    await travel(this.#options.latency);
    const response = await this.#meet(fault, () => this.#serve(kind, request, fault));
    await travel(this.#options.latency);
    entry.status = response.status;
    entry.charge = Number(response.headers['x-ms-request-charge'] ?? 0);
    const loaded = /retrievedDocumentCount=(\d+)/.exec(
      response.headers['x-ms-documentdb-query-metrics'] ?? '',
    );
    if (loaded) entry.loaded = Number(loaded[1]);
    return response;
  }

  async #meet(fault: Fault | undefined, work: () => CosmosResponse): Promise<CosmosResponse> {
    if (fault?.kind === 'status') return faultyStatus(fault);
    return fault?.kind === 'reset' || fault?.kind === 'silence' ? loseAnswer(fault, work) : work();
  }

  #serve(kind: RequestKind, request: CosmosRequest, fault: Fault | undefined): CosmosResponse {
    try {
      authorize(request, this.key);
      if (!request.headers['x-ms-version']) throw badRequest('The version header is missing');
      return serve(kind, {
        account: this.#account,
        consistency: this.#options.consistency ?? 'Session',
        now: this.#now,
        request,
        fault,
      });
    } catch (error) {
      if (error instanceof Refusal) return refusal(error);
      throw error;
    }
  }
}

const refusal = ({ status, message, headers }: Refusal): CosmosResponse => ({
  status,
  headers: { ...headers, 'content-type': 'application/json', 'x-ms-request-charge': '1' },
  body: JSON.stringify({ code: String(status), message }),
});

function faultyStatus(fault: Extract<Fault, { kind: 'status' }>): CosmosResponse {
  const { status, substatus, retryAfter, body } = fault;
  const response = refusal(new Refusal(status, 'injected', substatus));
  return {
    ...response,
    headers: {
      ...response.headers,
      ...(retryAfter === undefined ? {} : { 'x-ms-retry-after-ms': String(retryAfter) }),
    },
    body: body ?? response.body,
  };
}

function sqlOf(kind: RequestKind, body: string): Pick<LoggedRequest, 'sql' | 'shape'> {
  if (kind !== 'query' && kind !== 'plan') return {};
  const spec: unknown = JSON.parse(body);
  const sql = isRecord(spec) && typeof spec.query === 'string' ? spec.query : undefined;
  return sql === undefined ? {} : { sql, ...(kind === 'query' && { shape: shapeIn(body) }) };
}

function shapeIn(body: string): string {
  try {
    return shapeOf(readQuery(body));
  } catch (error) {
    if (error instanceof Refusal) return 'refused';
    throw error;
  }
}
