/** What an import works with, and what it tells of each record. */

import type { Account } from '../accounts/account.ts';
import type { KeptEntry } from '../provisioning-log/entry.ts';
import { type Reason, reasonOf, ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Resource } from '../scim/resource/resource.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { DocumentTooLarge } from '../store-errors/store-errors.ts';
import type { ArchiveStore } from './archive-store.ts';

export interface ImportDeps {
  readonly account: Account;
  readonly types: readonly ResourceType[];
  readonly archive: ArchiveStore;
  /** For the provisioning log: what was put back, and who is a new member of the group. */
  readonly note: (type: ResourceType, resource: Resource, members: readonly string[]) => readonly KeptEntry[];
}

/** A record at its place in the request. */
export interface Numbered {
  readonly index: number;
  readonly record: JsonObject;
}

export interface Refused extends Pick<Partial<Reason>, 'code' | 'field' | 'remedy'> {
  readonly index: number;
  /** What is wrong, and what to do about it. */
  readonly detail: string;
}

/** Memberships of one group: what came of them, and those whose ends are not there, or not visible yet. */
export interface MembersReport extends ImportReport {
  readonly missing: readonly Numbered[];
}

export interface ImportReport {
  readonly created: number;
  readonly unchanged: number;
  readonly refused: readonly Refused[];
}

export const emptyReport: ImportReport = { created: 0, unchanged: 0, refused: [] };

/** Of several parts one report, refused records in their order. */
export const merged = (parts: readonly ImportReport[]): ImportReport => ({
  created: sum(parts.map(({ created }) => created)),
  unchanged: sum(parts.map(({ unchanged }) => unchanged)),
  refused: parts.flatMap(({ refused }) => refused).toSorted((a, b) => a.index - b.index),
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What the client can put right; anything else fails the request. */
export function reasonFor(error: unknown): Omit<Refused, 'index'> {
  if (error instanceof DocumentTooLarge) return { detail: 'The record is larger than the store can keep.' };
  if (!(error instanceof ScimError)) throw error;
  const { scimType: _, ...reason } = reasonOf(error, true);
  return reason;
}
