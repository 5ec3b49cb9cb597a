/** Puts records back: users, then groups, then memberships, several at a time; what cannot be put back is named. */

import { setTimeout as sleep } from 'node:timers/promises';
import { importMembers, missingEnd } from './import-members.ts';
import { type ImportDeps, type ImportReport, merged, type Numbered, nothing } from './import-report.ts';
import { importResource } from './import-resource.ts';

/** @param records of the shapes that the manage API describes; @throws StoreUnavailable: then it may be done again */
export async function importRecords(deps: ImportDeps, records: readonly Numbered[]): Promise<ImportReport> {
  const of = (kind: string) => records.filter(({ record }) => record.record === kind);
  return merged([
    ...(await severally(of('user'), (one) => importResource(deps, 'User', one))),
    ...(await severally(of('group'), (one) => importResource(deps, 'Group', one))),
    ...(await importMemberships(deps, of('membership'))),
  ]);
}

/** Records that are put back at the same time. */
const AT_ONCE = 8;

async function severally<Item, Part>(
  items: readonly Item[],
  run: (item: Item) => Promise<Part>,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    parts.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(run))));
  }
  return parts;
}

/** Milliseconds after which what another process has put back is visible here, too. */
const LAG = 1000;

/** What is missing is looked for once more, all of it together. */
async function importMemberships(
  deps: ImportDeps,
  memberships: readonly Numbered[],
): Promise<readonly ImportReport[]> {
  const run = (some: readonly Numbered[]) => severally(byGroup(some), (one) => importMembers(deps, one));
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
