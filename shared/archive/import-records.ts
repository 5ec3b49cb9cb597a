/** Puts records back: users, then groups, then memberships, several at a time; what cannot be put back is named. */

import { importMembers } from './import-members.ts';
import type { ImportDeps, ImportReport, Numbered } from './import-report.ts';
import { importResource } from './import-resource.ts';

/** @param records of the shapes that the manage API describes; @throws StoreUnavailable: then it may be done again */
export async function importRecords(deps: ImportDeps, records: readonly Numbered[]): Promise<ImportReport> {
  const of = (kind: string) => records.filter(({ record }) => record.record === kind);
  const parts = [
    ...(await severally(of('user'), (one) => importResource(deps, 'User', one))),
    ...(await severally(of('group'), (one) => importResource(deps, 'Group', one))),
    ...(await severally(byGroup(of('membership')), (some) => importMembers(deps, some))),
  ];
  return {
    created: sum(parts.map(({ created }) => created)),
    unchanged: sum(parts.map(({ unchanged }) => unchanged)),
    refused: parts.flatMap(({ refused }) => refused).toSorted((a, b) => a.index - b.index),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Records that are put back at the same time. */
const AT_ONCE = 8;

async function severally<Item>(
  items: readonly Item[],
  run: (item: Item) => Promise<ImportReport>,
): Promise<readonly ImportReport[]> {
  const parts: ImportReport[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    parts.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(run))));
  }
  return parts;
}

const byGroup = (memberships: readonly Numbered[]): readonly (readonly Numbered[])[] => [
  ...Map.groupBy(memberships, ({ record }) => record.groupId).values(),
];
