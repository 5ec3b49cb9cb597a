/**
 * What other clients notice of one very large request: lookups at the rate that Microsoft asks of an endpoint, while one
 * PATCH adds as many members as fit its body, or while a client searches by what has no index.
 */

import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../entra/client/client.ts';
import { messages } from '../shared/scim/messages/messages.ts';
import type { Connection } from '../terminal/token.ts';
import { answerOf, type Prepared } from './load.ts';
import { searchByEmail } from './user-scenarios.ts';

/** Microsoft: an endpoint should serve at least 25 requests a second. */
const PER_SECOND = 25;

/** Of lookups that were sent while something else went on. */
export interface LookupFigures {
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly lookups: number;
  /** Lookups that were not answered with 200. */
  readonly failures: number;
}

export interface Interference extends LookupFigures {
  readonly members: number;
  /** From sending the PATCH to its answer, in milliseconds. */
  readonly patch: number;
}

/** @param userIds who become members; @throws when the PATCH is refused */
export async function interference(
  service: Connection,
  groupId: string,
  userIds: readonly string[],
): Promise<Interference> {
  const change: Prepared = {
    method: 'PATCH',
    path: `/Groups/${groupId}`,
    body: JSON.stringify({
      schemas: [messages.patchOp],
      Operations: [{ op: 'add', path: 'members', value: userIds.map((value) => ({ value })) }],
    }),
  };
  const changed = timed(service, change);
  const lookups = await lookupsUntil(changed, service, userIds);
  return { members: userIds.length, patch: await changed, ...figuresOf(lookups) };
}

export interface SearchInterference extends LookupFigures {
  /** Searches, one after the other. */
  readonly searches: number;
  /** Milliseconds that one took, at the median. */
  readonly search: number;
}

export async function searchInterference(
  service: Connection,
  userIds: readonly string[],
  seconds: number,
): Promise<SearchInterference> {
  const searched = searchFor(service, userIds.length, seconds);
  const lookups = await lookupsUntil(searched, service, userIds);
  const times = (await searched).sort((a, b) => a - b);
  return { searches: times.length, search: percentile(times, 50), ...figuresOf(lookups) };
}

async function searchFor(service: Connection, users: number, seconds: number): Promise<number[]> {
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  do {
    times.push(await timed(service, searchByEmail(randomInt(users))));
  } while (performance.now() < end);
  return times;
}

/** @param lookups milliseconds of each, undefined where it failed */
export function figuresOf(lookups: readonly (number | undefined)[]): LookupFigures {
  const sorted = lookups.filter((time) => time !== undefined).sort((a, b) => a - b);
  return {
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    lookups: lookups.length,
    failures: lookups.length - sorted.length,
  };
}

/** Sends on time, whether or not the answer to the one before has come: a client that waits would hide the delay. */
export async function lookupsUntil(
  end: Promise<unknown>,
  service: Connection,
  userIds: readonly string[],
): Promise<(number | undefined)[]> {
  let ended = false;
  const stop = () => {
    ended = true;
  };
  void end.then(stop, stop);
  const under: Promise<number | undefined>[] = [];
  for (let sent = 0; !ended; sent += 1) {
    const id = userIds[(sent * 7919) % userIds.length];
    under.push(timed(service, { method: 'GET', path: `/Users/${id}` }).catch(() => undefined));
    await sleep(1000 / PER_SECOND);
  }
  return Promise.all(under);
}

/** @returns milliseconds until the whole answer is there */
async function timed(service: Connection, prepared: Prepared): Promise<number> {
  const started = performance.now();
  await answerOf(service, prepared);
  return performance.now() - started;
}
