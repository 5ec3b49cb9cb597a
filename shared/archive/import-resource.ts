/** Puts a user or group back. */

import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { Restored } from './archive-store.ts';
import { type ImportDeps, type ImportReport, type Numbered, nothing, reasonFor } from './import-report.ts';
import { readRecord } from './read-record.ts';

export async function importResource(
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
    return { ...nothing, refused: [{ index, ...reasonFor(error) }] };
  }
}

function partOf(index: number, restored: Restored, subject: string, unique: string): ImportReport {
  const refused = (detail: string): ImportReport => ({ ...nothing, refused: [{ index, detail }] });
  switch (restored) {
    case 'created':
      return { ...nothing, created: 1 };
    case 'unchanged':
      return { ...nothing, unchanged: 1 };
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
