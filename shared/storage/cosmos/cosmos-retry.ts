/** The only retries of the Cosmos adapter: bounded in number and in time, and never of a write that may have happened. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, failureOf, portError } from './cosmos-failure.ts';

export type Wait = (milliseconds: number) => Promise<unknown>;

/** All pauses of one request together, in milliseconds. */
const MAX_WAIT = 5000;
/** Times a request is sent; a lost answer costs a whole timeout each time. */
const MAX_SENT = { refused: 8, unknown: 3, final: 1 };

export async function persist<Result>(
  kind: 'read' | 'write',
  send: () => Promise<Result>,
  wait: Wait = sleep,
): Promise<Result> {
  let waited = 0;
  for (let sent = 1; ; sent += 1) {
    try {
      return await send();
    } catch (error) {
      const failure = failureOf(error);
      const pause = pauseAfter(failure, sent);
      if (!mayRepeat(kind, failure, sent) || waited + pause > MAX_WAIT) throw portError(kind, failure);
      waited += pause;
      await wait(pause);
    }
  }
}

const mayRepeat = (kind: 'read' | 'write', { fate }: Failure, sent: number): boolean =>
  sent < MAX_SENT[fate] && (kind === 'read' || fate !== 'unknown');

/** Never sooner than the service asks; the random part keeps clients that collided apart. */
const pauseAfter = ({ retryAfter }: Failure, sent: number): number =>
  retryAfter + Math.random() * Math.min(10 * 2 ** sent, 1000);
