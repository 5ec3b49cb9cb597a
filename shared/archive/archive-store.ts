/**
 * PORT. Reads an account's users, groups and memberships a page at a time, and restores them: a restored resource
 * keeps its id, its times and its version. Every method throws StoreUnavailable when the store cannot answer.
 */

import type { Scope, StoredResource } from '../protocol/resource-store.ts';
import type { KeptEntry } from '../provisioning-log/entry.ts';
import type { Resource } from '../scim/resource/resource.ts';

export interface ArchivedResource extends StoredResource {
  /** Name of its resource type. */
  readonly type: string;
}

interface ArchivedMembership {
  readonly type: 'Membership';
  readonly groupId: string;
  readonly memberId: string;
}

export type Archived = ArchivedResource | ArchivedMembership;

export interface ArchivePage {
  readonly items: readonly Archived[];
  /** Where the next page begins; undefined after the last one. A page may be empty and not the last. */
  readonly next: string | undefined;
}

/** How many there are: `users`, `groups`, and so on for each resource type, and `memberships`. */
type ArchiveTotals = Readonly<Record<string, number>>;

export type Restored =
  | 'created'
  /** The store holds the same resource; its version and the time of its last change may differ. */
  | 'unchanged'
  /** The store holds another state of the resource. */
  | 'different'
  /** Its unique value belongs to another resource. */
  | 'taken'
  /** Its id belongs to a resource of another type. */
  | 'misnamed'
  /** The resource was deleted, and its memberships are still being removed. */
  | 'deleting';

export interface RestoredMembers {
  readonly created: readonly string[];
  readonly unchanged: readonly string[];
  /** No resource of the account has this id. */
  readonly missing: readonly string[];
}

export interface ArchiveStore {
  totals(accountId: string): Promise<ArchiveTotals>;
  /**
   * Resource types in their order, then memberships, each in order of id.
   * @param from undefined for the first page
   */
  page(accountId: string, from: string | undefined, limit: number): Promise<ArchivePage>;
  /** @param resource with its id and times; done again it changes nothing, and it never changes a stored resource */
  restore(
    scope: Scope,
    stored: { readonly resource: Resource; readonly revision: number },
    log: readonly KeptEntry[],
  ): Promise<Restored>;
  /**
   * Adds members; the group has a new version then. What another process has put back a moment ago may be missing here:
   * ask again. @returns undefined when there is no such group
   */
  restoreMembers(
    scope: Scope,
    groupId: string,
    memberIds: readonly string[],
    log: (group: Resource, added: readonly string[]) => readonly KeptEntry[],
  ): Promise<RestoredMembers | undefined>;
}
