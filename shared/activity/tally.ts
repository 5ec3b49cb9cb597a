/** Changes and refusals of an account as one process counts them for an hour, and the counts of several put together. */

import { randomUUID } from 'node:crypto';
import type { ActivityCounts, AnsweredRequest, RefusalCount, RefusalReason } from './activity.ts';

export interface Tally {
  readonly id: string;
  /** Since the epoch. */
  readonly hour: number;
  readonly changes: Map<string, number>;
  readonly refusals: Map<string, Refused>;
  failures: number;
  isWritten: boolean;
}

interface Refused {
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly last: number;
  readonly field: string | undefined;
  readonly remedy: string | undefined;
}

export const newTally = (hour: number): Tally => ({
  id: randomUUID(),
  hour,
  changes: new Map(),
  refusals: new Map(),
  failures: 0,
  isWritten: true,
});

export function tallied(tally: Tally, { change, refusal, isFailure }: AnsweredRequest, time: number): void {
  if (change !== undefined) tally.changes.set(change, (tally.changes.get(change) ?? 0) + 1);
  if (refusal) refuse(tally.refusals, refusal, time);
  if (isFailure) tally.failures += 1;
  if (change !== undefined || refusal || isFailure) tally.isWritten = false;
}

function refuse(refusals: Map<string, Refused>, { code, field, remedy }: RefusalReason, time: number): void {
  const count = (refusals.get(code)?.count ?? 0) + 1;
  refusals.set(code, { count, last: time, field, remedy });
}

export const countsOf = ({ changes, refusals, failures }: Tally): ActivityCounts => ({
  changes: Object.fromEntries(changes),
  refusals: Object.fromEntries([...refusals].map(([code, refused]) => [code, refusalCount(refused)])),
  failures,
});

const refusalCount = ({ count, last, field, remedy }: Refused): RefusalCount => ({
  count,
  lastAt: new Date(last).toISOString(),
  ...(field === undefined ? {} : { field }),
  ...(remedy === undefined ? {} : { remedy }),
});

/** Of a reason that several name, what the last one says. */
export function sumOf(counted: readonly ActivityCounts[]): ActivityCounts {
  const changes = new Map<string, number>();
  const refusals = new Map<string, RefusalCount>();
  let failures = 0;
  for (const counts of counted) {
    for (const [event, count] of Object.entries(counts.changes))
      changes.set(event, (changes.get(event) ?? 0) + count);
    for (const [code, refusal] of Object.entries(counts.refusals))
      refusals.set(code, together(refusals.get(code), refusal));
    failures += counts.failures;
  }
  return { changes: Object.fromEntries(changes), refusals: Object.fromEntries(refusals), failures };
}

function together(one: RefusalCount | undefined, other: RefusalCount): RefusalCount {
  if (!one) return other;
  const last = other.lastAt > one.lastAt ? other : one;
  return { ...last, count: one.count + other.count };
}
