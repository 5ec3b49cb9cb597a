/**
 * PORT. What the SCIM operations need from storage: resources of one type in one account, changed only by
 * compare-and-swap. Every method throws StoreUnavailable when the store cannot answer.
 */

import type { KeptEntry } from '../provisioning-log/entry.ts';
import type { Condition } from '../scim/filter/condition.ts';
import type { Member, MemberChange } from '../scim/patch/member-change.ts';
import type { Resource } from '../scim/resource/resource.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { Related } from './related.ts';
import type { RenderedResource, Rendition } from './rendition.ts';

export interface Scope {
  readonly account: string;
  readonly type: ResourceType;
}

export interface StoredResource {
  readonly resource: Resource;
  /** Counts the changes of the resource: its `meta.version`. */
  readonly revision: number;
  /** The attribute of its relation, which is not among the others; left out when it is not wanted or has no value. */
  readonly related?: Related | undefined;
  /** Of a resource that was just written, by a store that keeps it. */
  readonly rendition?: Rendition | undefined;
}

/** Which attributes kept beside the resource to read with it. */
export interface Want {
  readonly members: boolean;
  readonly groups: boolean;
}

/** What makes the rendition of a resource that is written; called only by a store that keeps it. */
export type Render = (resource: Resource) => Rendition | undefined;

export interface Draft {
  /** Canonical attributes; `id`, `schemas` and `meta` are the store's to set. */
  readonly attributes: Resource;
  readonly members: readonly Member[];
  readonly render?: Render;
  /**
   * Entries of the provisioning log, written in the batch of the change.
   * @param id of the new resource
   */
  readonly log: (id: string) => readonly KeptEntry[];
}

/** What a change of members comes to. */
export interface MembersEffect {
  readonly added: number;
  readonly removed: number;
  /** How many there were; known where the change looks at all of them. */
  readonly before?: number;
}

export interface Change {
  /** All attributes as they shall be; left out when they stay as they are. */
  readonly attributes?: Resource;
  readonly render?: Render;
  readonly members: MemberChange;
  /** True when the change must not be applied to any version but the one it was made from. */
  readonly conditional: boolean;
  /** True for members that are put back: `meta.lastModified` stays. */
  readonly keepsLastModified?: boolean;
  readonly log: (effect: MembersEffect) => readonly KeptEntry[];
}

export interface ResourceQuery {
  readonly condition: Condition | undefined;
  /** 1-based. */
  readonly startIndex: number;
  readonly count: number;
  /** The newest first. */
  readonly descending?: boolean;
  readonly want: Want;
  /** Asked for one resource of the page after the other: the page ends before the first that does not fit, unless it is its first. */
  readonly fits?: ((read: ReadResource) => boolean) | undefined;
}

export interface ResourcePage<Read = StoredResource> {
  readonly resources: readonly Read[];
  readonly totalResults: number;
  /** True when the page ends before a resource that would have made it too heavy: the next one begins there. */
  readonly isShortened: boolean;
}

/** Members of one group, in order of id. */
export interface MemberQuery {
  /** Id of a member: only those behind it. */
  readonly after?: string | undefined;
  readonly limit: number;
}

export interface MemberPage {
  readonly members: readonly { readonly id: string; readonly type: string }[];
  readonly isEnd: boolean;
}

/** A resource as a store with renditions reads it. */
export type ReadResource = StoredResource | RenderedResource;

/** Reads of the same resources as the store itself, of which it keeps the renditions. */
export interface RenditionStore {
  /** @returns undefined when the store itself must be asked, for whatever reason */
  get(scope: Scope, id: string, want: Want): Promise<RenderedResource | undefined>;
  query(scope: Scope, query: ResourceQuery): Promise<ResourcePage<ReadResource> | undefined>;
}

export interface ResourceStore {
  /** Undefined in a store that keeps no renditions. */
  readonly renditions?: RenditionStore | undefined;
  get(scope: Scope, id: string, want: Want): Promise<StoredResource | undefined>;
  /**
   * In order of creation, or against it; at least one resource where there is one. Throws tooMany when a filter on `members` or `groups` selects
   * too much.
   */
  query(scope: Scope, query: ResourceQuery): Promise<ResourcePage>;
  /** Throws uniqueness when the unique attribute is taken, invalidValue when a member does not exist. */
  create(scope: Scope, draft: Draft, want: Want): Promise<StoredResource>;
  /**
   * Runs `updater` on the current version and writes its change if that version is still current; otherwise runs
   * it again on the newer one: it may be called several times. What it throws is thrown, with nothing written.
   * @returns the resource as it is now; undefined when there is none.
   */
  update(
    scope: Scope,
    id: string,
    want: Want,
    updater: (current: StoredResource) => Change,
  ): Promise<StoredResource | undefined>;
  /** How many members each group has, by its id; a change that is under way may be counted in part. */
  countMembers(scope: Scope, groupIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** The same for who they are: at the same cost on each page, however large the group; one that was just deleted may be listed. */
  listMembers(scope: Scope, groupId: string, query: MemberQuery): Promise<MemberPage>;
  /**
   * Finishes what deletions and large changes of members have left unfinished.
   * @param deadline milliseconds since the epoch. @returns how many of them are unfinished
   */
  finishLeftovers(account: string, deadline: number): Promise<number>;
  /** How much of that is unfinished, what is under way included. */
  countLeftovers(account: string): Promise<number>;
  /** @param check throws to keep the resource. @returns false when there is none. */
  delete(
    scope: Scope,
    id: string,
    check: (current: StoredResource) => { readonly log: readonly KeptEntry[] },
  ): Promise<boolean>;
}
