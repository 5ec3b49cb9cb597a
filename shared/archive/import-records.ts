/** Puts records back: resources type by type, then memberships, several at a time; it names what cannot be put back. */

import { setTimeout as sleep } from 'node:timers/promises';
import { inParallel } from '../async/promises.ts';
import { type ResourceType, typeNamed } from '../scim/schema/resource-type.ts';
import type { Restored } from './archive-store.ts';
import {
  emptyReport,
  type ImportDeps,
  type ImportReport,
  type MembersReport,
  merged,
  type Numbered,
  type Refused,
  reasonFor,
} from './import-report.ts';
import { readRecord } from './read-record.ts';

/** @param records of the shapes that the manage API describes; @throws StoreUnavailable: then it may be done again */
export async function importRecords(deps: ImportDeps, records: readonly Numbered[]): Promise<ImportReport> {
  const of = (kind: string) => records.filter(({ record }) => record.record === kind);
  const reports: ImportReport[] = [];
  for (const type of deps.types) {
    const resources = of(type.name.toLowerCase());
    reports.push(...(await inParallel(resources, RECORDS_AT_ONCE, (one) => importResource(deps, type, one))));
  }
  return merged([...reports, ...(await importMemberships(deps, of('membership')))]);
}

/** Records that are put back at the same time. */
const RECORDS_AT_ONCE = 8;

/** Milliseconds after which what another process has put back is visible here, too. */
const LAG = 1000;

/** What is missing is looked for once more, all of it together. */
async function importMemberships(
  deps: ImportDeps,
  memberships: readonly Numbered[],
): Promise<readonly ImportReport[]> {
  const run = (some: readonly Numbered[]) =>
    inParallel(byGroup(some), RECORDS_AT_ONCE, (one) => importMembers(deps, one));
  const first = await run(memberships);
  const missing = first.flatMap((part) => part.missing);
  if (missing.length > 0) await sleep(LAG);
  const second = await run(missing);
  const lost = second.flatMap((part) => part.missing).map(missingEnd);
  return [...first, ...second, { ...emptyReport, refused: lost }];
}

const byGroup = (memberships: readonly Numbered[]): readonly (readonly Numbered[])[] => [
  ...Map.groupBy(memberships, ({ record }) => record.groupId).values(),
];

async function importResource(
  { account, archive, note }: ImportDeps,
  type: ResourceType,
  { index, record }: Numbered,
): Promise<ImportReport> {
  try {
    const resource = readRecord(account, type, record);
    const stored = { resource, revision: Number(record.revision) };
    const restored = await archive.restore({ account: account.id, type }, stored, note(type, resource, []));
    return partOf(index, restored, `${type.name.toLowerCase()} ${record.id}`, type.uniqueAttribute);
  } catch (error) {
    return { ...emptyReport, refused: [{ index, ...reasonFor(error) }] };
  }
}

function partOf(index: number, restored: Restored, subject: string, unique: string): ImportReport {
  const refused = (detail: string): ImportReport => ({ ...emptyReport, refused: [{ index, detail }] });
  switch (restored) {
    case 'created':
      return { ...emptyReport, created: 1 };
    case 'unchanged':
      return { ...emptyReport, unchanged: 1 };
    case 'different':
      return refused(
        `The ${subject} already exists in another state and was left unchanged: delete it first if the record should replace it.`,
      );
    case 'taken':
      return refused(
        `The ${unique} of the ${subject} belongs to another one of this account, which was left unchanged: delete or rename that one first.`,
      );
    case 'misnamed':
      return refused(`The ${subject} has the id of a resource of another type: give it one of its own.`);
    case 'deleting':
      return refused(
        `The ${subject} was deleted, and its memberships are still being removed: import it again in a minute.`,
      );
  }
}

/** @param memberships of one group */
async function importMembers(
  { account, types, archive, note }: ImportDeps,
  memberships: readonly Numbered[],
): Promise<MembersReport> {
  const type = typeNamed(types, 'Group');
  const scope = { account: account.id, type };
  const groupId = String(memberships[0]?.record.groupId);
  const others = memberships.filter((one) => memberIdOf(one) !== groupId);
  const refused = memberships.filter((one) => memberIdOf(one) === groupId).map(inItself);
  const memberIds = [...new Set(others.map(memberIdOf))];
  try {
    const restored = await archive.restoreMembers(scope, groupId, memberIds, (group, added) =>
      note(type, group, added),
    );
    const lost = new Set(restored?.missing ?? memberIds);
    const missing = others.filter((one) => lost.has(memberIdOf(one)));
    const created = restored?.created.length ?? 0;
    return { created, unchanged: others.length - missing.length - created, refused, missing };
  } catch (error) {
    const reason = reasonFor(error);
    return { ...emptyReport, refused: memberships.map(({ index }) => ({ index, ...reason })), missing: [] };
  }
}

const memberIdOf = ({ record }: Numbered): string => String(record.memberId);

const inItself = ({ index, record }: Numbered): Refused => ({
  index,
  detail: `Group ${record.groupId} cannot be a member of itself: leave this membership out.`,
});

/** Of a membership that could not be put back, because an end of it is not there. */
const missingEnd = ({ index, record }: Numbered): Refused => ({
  index,
  detail: `There is no group ${record.groupId}, or no user or group ${record.memberId}: import it first, or leave this membership out.`,
});
