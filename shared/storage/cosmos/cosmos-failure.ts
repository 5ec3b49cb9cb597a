/**
 * What a failed request means for the store: whether it may have happened, whether to send it again, what to throw.
 * The only retries of the adapter are here: bounded in number and in time, and never of a write that may have happened.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { DocumentTooLarge, StoreFailure, StoreUnavailable } from '../../store-errors/store-errors.ts';
import { ConnectionFailure } from './cosmos-client.ts';

/**
 * `refused`: it did not happen and may succeed later. `unknown`: it may have happened. `silent`: so, and a whole time-out
 * has gone by. `final`: it never will.
 */
export type Fate = 'refused' | 'unknown' | 'silent' | 'final';

export interface CosmosFailure {
  readonly fate: Fate;
  readonly status: number | undefined;
  /** Milliseconds that the service asks to wait. */
  readonly retryAfter: number;
  readonly cause: unknown;
}

/** A status that the SDK does not throw: of one operation of a batch, or a 404 that is not about the document. */
export class CosmosStatus extends Error {
  override readonly name = 'CosmosStatus';
  readonly code: number;
  readonly substatus: number | undefined;
  /** Milliseconds. */
  readonly retryAfterInMs: number | undefined;

  constructor(
    code: number,
    more: { substatus?: number | undefined; retryAfterInMs?: number | undefined } = {},
  ) {
    super(`status ${code}`);
    this.code = code;
    this.substatus = more.substatus;
    this.retryAfterInMs = more.retryAfterInMs;
  }
}

export type Wait = (milliseconds: number) => Promise<unknown>;

/** Milliseconds after which a request is not sent again. */
const MAX_TIME = 5000;
/** Times a request is sent. Most often it is time that ends the repetition. */
const MAX_SENT = { refused: 8, unknown: 20, silent: 1, final: 1 };

export async function withRetry<Result>(
  kind: 'read' | 'write',
  send: () => Promise<Result>,
  wait: Wait = sleep,
): Promise<Result> {
  let time = 0;
  for (let sent = 1; ; sent += 1) {
    const started = performance.now();
    try {
      return await send();
    } catch (error) {
      const failure = cosmosFailure(error);
      const pause = pauseAfter(failure, sent);
      time += performance.now() - started + pause;
      if (!mayRepeat(kind, failure, sent) || time > MAX_TIME) throw storeError(kind, failure);
      await wait(pause);
    }
  }
}

const mayRepeat = (kind: 'read' | 'write', { fate }: CosmosFailure, sent: number): boolean =>
  sent < MAX_SENT[fate] && (kind === 'read' || !mayHaveHappened(fate));

const mayHaveHappened = (fate: Fate): boolean => fate === 'unknown' || fate === 'silent';

/** Never sooner than the service asks; the random part keeps clients that collided apart. */
const pauseAfter = ({ retryAfter }: CosmosFailure, sent: number): number =>
  retryAfter + (0.5 + Math.random() / 2) * Math.min(10 * 2 ** sent, 1000);

export function cosmosFailure(error: unknown): CosmosFailure {
  const cause = unwrapped(error);
  const status = numberAt(cause, 'code');
  return { fate: fateOf(cause, status), status, retryAfter: numberAt(cause, 'retryAfterInMs') ?? 0, cause };
}

/** What the port promises for a request that is given up. */
export function storeError(
  kind: 'read' | 'write',
  { fate, status, retryAfter, cause }: CosmosFailure,
): Error {
  const substatus = numberAt(cause, 'substatus');
  const advice = deploymentAdvice(status, substatus);
  const what = `Cosmos DB: ${kind} failed, ${statusText(cause, status, substatus)}${advice ? `: ${advice}` : ''}`;
  if (status === 413) return new DocumentTooLarge(what, { cause });
  if (fate === 'final' && !advice) return new StoreFailure(what, { cause });
  const seconds = retryAfter > 0 ? Math.ceil(retryAfter / 1000) : 5;
  return new StoreUnavailable(what, {
    cause,
    retryAfter: seconds,
    throttled: status === 429,
    ambiguous: kind === 'write' && mayHaveHappened(fate),
  });
}

function fateOf(cause: unknown, status: number | undefined): Fate {
  if (cause instanceof ConnectionFailure) return cause.sent ? 'unknown' : 'refused';
  if (status === undefined) return thrownName(cause) === 'TimeoutError' ? 'silent' : 'final';
  if (status === 429 || status === 449) return 'refused';
  if (isElsewhere(status, numberAt(cause, 'substatus'))) return 'refused';
  return status === 408 || status === 410 || status >= 500 ? 'unknown' : 'final';
}

/** 404/1002: no replica has the session's writes yet. 403/3 and 403/1008: the account fails over. */
const isElsewhere = (status: number, substatus: number | undefined): boolean =>
  (status === 404 && substatus === 1002) || (status === 403 && (substatus === 3 || substatus === 1008));

const statusText = (cause: unknown, status: number | undefined, substatus: number | undefined): string =>
  status === undefined ? thrownDescription(cause) : `${status}${substatus ? `/${substatus}` : ''}`;

/** What the transport says is ours; any other message may quote the request. */
const thrownDescription = (cause: unknown): string =>
  cause instanceof ConnectionFailure ? `${cause.name} (${cause.message})` : thrownName(cause);

/**
 * What to do about a refusal that is not about the request. 401 and 403: a role assignment that is missing or not yet in
 * effect. 404: no container, because the answer to a read of no document is no failure. 400/1001: another partition key.
 */
function deploymentAdvice(status: number | undefined, substatus: number | undefined): string | undefined {
  if (status === 401 || status === 403) return 'the app has no role there, or not yet';
  if (status === 404 && substatus !== 1002)
    return 'there is no such database or container: look at COSMOS_DATABASE, or deploy infra/ again';
  return status === 400 && substatus === 1001
    ? 'the container has another partition key: deploy infra/ again'
    : undefined;
}

/** A batch wraps what the request threw. */
function unwrapped(error: unknown): unknown {
  const wrapped = error instanceof Error && !('code' in error) && error.cause instanceof Error;
  return wrapped ? error.cause : error;
}

function numberAt(error: unknown, property: 'code' | 'substatus' | 'retryAfterInMs'): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, property);
  return typeof value === 'number' ? value : undefined;
}

const thrownName = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
