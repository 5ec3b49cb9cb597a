/** Refusals for one reason are one matter: the newest one is shown, and the others lie behind it. */

import type { LogEntry } from '../../api/manage-api.ts';

export interface Folded {
  readonly entry: LogEntry;
  /** Of the same reason, the newest first. */
  readonly others: readonly LogEntry[];
}

/** @param entries of one page, the newest first; each stands where the newest one of its reason stands */
export const foldedByReason = (entries: readonly LogEntry[]): readonly Folded[] =>
  alike(entries, (entry) => reasonOf(entry) ?? entry.id).map(([entry, ...others]) => ({ entry, others }));

/** Those about one user or group together: a client tries again and again. */
export const bySubject = (entries: readonly LogEntry[]): readonly Alike[] =>
  alike(entries, ({ resourceId, externalId, name, id }) => resourceId ?? externalId ?? name ?? id);

type Alike = readonly [LogEntry, ...LogEntry[]];

const alike = (entries: readonly LogEntry[], keyOf: (entry: LogEntry) => string): readonly Alike[] =>
  [...Map.groupBy(entries, keyOf).values()].flatMap(([first, ...more]) =>
    first ? [[first, ...more] as const] : [],
  );

/** Undefined: nothing was refused. */
const reasonOf = ({ outcome, code, field, remedy, detail }: LogEntry): string | undefined =>
  outcome === 'refused' ? JSON.stringify([code, field, remedy ?? detail]) : undefined;
