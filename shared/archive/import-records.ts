/** Puts records back: users, then groups, then memberships, several at a time; what cannot be put back is named. */

import type { Account } from '../accounts/account.ts';
import { resourceTypesOf } from '../accounts/resource-types.ts';
import { ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Resource } from '../scim/resource/resource.ts';
import type { ArchiveStore, Restored } from '../storage/archive-store.ts';
import { DocumentTooLarge } from '../storage/document-store.ts';
import type { Companion } from '../storage/resource-store.ts';
import { readRecord } from './read-record.ts';

export interface ImportDeps {
  readonly account: Account;
  readonly archive: ArchiveStore;
  /** For the provisioning log: what was put back, with the ids of new members of a group. */
  readonly note: (
    type: 'User' | 'Group',
    resource: Resource,
    members: readonly string[],
  ) => readonly Companion[];
}

/** A record at its place in the request. */
export interface Numbered {
  readonly index: number;
  readonly record: JsonObject;
}

export interface Refused {
  readonly index: number;
  /** What to do about it. */
  readonly detail: string;
}

export interface ImportReport {
  readonly created: number;
  readonly unchanged: number;
  readonly refused: readonly Refused[];
}

/** What came of some records. */
type Part = ImportReport;

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
  run: (item: Item) => Promise<Part>,
): Promise<readonly Part[]> {
  const parts: Part[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    parts.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(run))));
  }
  return parts;
}

async function importResource(
  { account, archive, note }: ImportDeps,
  name: 'User' | 'Group',
  { index, record }: Numbered,
): Promise<Part> {
  const type = resourceTypesOf(account)[name];
  try {
    const resource = readRecord(account, type, record);
    const stored = { resource, revision: Number(record.revision) };
    const restored = await archive.restore({ account: account.id, type }, stored, note(name, resource, []));
    return partOf(index, restored, `${name.toLowerCase()} ${record.id}`, type.uniqueAttribute);
  } catch (error) {
    return { ...nothing, refused: [{ index, detail: detailOf(error) }] };
  }
}

const nothing: Part = { created: 0, unchanged: 0, refused: [] };

function partOf(index: number, restored: Restored, subject: string, unique: string): Part {
  const refused = (detail: string): Part => ({ ...nothing, refused: [{ index, detail }] });
  switch (restored) {
    case 'created':
      return { ...nothing, created: 1 };
    case 'unchanged':
      return { ...nothing, unchanged: 1 };
    case 'different':
      return refused(
        `The ${subject} is there in another state, which stays: delete it first if the record shall replace it.`,
      );
    case 'taken':
      return refused(
        `The ${unique} of the ${subject} belongs to another one of this account, which stays: delete or rename that one first.`,
      );
    case 'deleting':
      return refused(
        `The ${subject} was deleted, and its memberships are still being removed: import it again in a minute.`,
      );
  }
}

/** What the client can put right; anything else fails the request. */
function detailOf(error: unknown): string {
  if (error instanceof ScimError) return error.detail;
  if (error instanceof DocumentTooLarge) return 'The record is larger than the store can keep.';
  throw error;
}

const byGroup = (memberships: readonly Numbered[]): readonly (readonly Numbered[])[] => [
  ...Map.groupBy(memberships, ({ record }) => record.groupId).values(),
];

/** @param memberships of one group */
async function importMembers(
  { account, archive, note }: ImportDeps,
  memberships: readonly Numbered[],
): Promise<Part> {
  const type = resourceTypesOf(account).Group;
  const groupId = String(memberships[0]?.record.groupId);
  // A group in itself is nobody that it could hold.
  const memberIds = [...new Set(memberships.map(memberIdOf))].filter((id) => id !== groupId);
  const log = note('Group', { id: groupId }, memberIds);
  try {
    const restored = await archive.restoreMembers({ account: account.id, type }, groupId, memberIds, log);
    const lost = new Set([...(restored?.missing ?? memberIds), groupId]);
    const refused = memberships
      .filter((one) => lost.has(memberIdOf(one)))
      .map((one) => ({ index: one.index, detail: restored ? noSuchMember(one) : noSuchGroup(groupId) }));
    const created = restored?.created.length ?? 0;
    return { created, unchanged: memberships.length - refused.length - created, refused };
  } catch (error) {
    const detail = detailOf(error);
    return { ...nothing, refused: memberships.map(({ index }) => ({ index, detail })) };
  }
}

const memberIdOf = ({ record }: Numbered): string => String(record.memberId);

const noSuchGroup = (id: string): string => `There is no group ${id}: import it first.`;

function noSuchMember(membership: Numbered): string {
  const id = memberIdOf(membership);
  return id === membership.record.groupId
    ? `Group ${id} cannot be a member of itself: leave this membership out.`
    : `There is no user or group ${id}: import it first, or leave this membership out.`;
}
