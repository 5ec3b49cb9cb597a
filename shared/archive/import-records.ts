/** Puts records back: resources type by type, then memberships, several at a time; what cannot be put back is named. */

import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../async/in-parallel.ts';
import { importMembers, missingEnd } from './import-members.ts';
import { type ImportDeps, type ImportReport, merged, type Numbered, nothing } from './import-report.ts';
import { importResource } from './import-resource.ts';

/** @param records of the shapes that the manage API describes; @throws StoreUnavailable: then it may be done again */
export async function importRecords(deps: ImportDeps, records: readonly Numbered[]): Promise<ImportReport> {
  const of = (kind: string) => records.filter(({ record }) => record.record === kind);
  const reports: ImportReport[] = [];
  for (const type of deps.types) {
    const resources = of(type.name.toLowerCase());
    reports.push(...(await inParallel(resources, AT_ONCE, (one) => importResource(deps, type, one))));
  }
  return merged([...reports, ...(await importMemberships(deps, of('membership')))]);
}

/** Records that are put back at the same time. */
const AT_ONCE = 8;

/** Milliseconds after which what another process has put back is visible here, too. */
const LAG = 1000;

/** What is missing is looked for once more, all of it together. */
async function importMemberships(
  deps: ImportDeps,
  memberships: readonly Numbered[],
): Promise<readonly ImportReport[]> {
  const run = (some: readonly Numbered[]) =>
    inParallel(byGroup(some), AT_ONCE, (one) => importMembers(deps, one));
  const first = await run(memberships);
  const missing = first.flatMap((part) => part.missing);
  if (missing.length > 0) await sleep(LAG);
  const second = await run(missing);
  const lost = second.flatMap((part) => part.missing).map(missingEnd);
  return [...first, ...second, { ...nothing, refused: lost }];
}

const byGroup = (memberships: readonly Numbered[]): readonly (readonly Numbered[])[] => [
  ...Map.groupBy(memberships, ({ record }) => record.groupId).values(),
];
