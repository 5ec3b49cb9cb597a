/** What every SCIM operation is given: the account's resource type, its store, and how clients' data is read. */

import type { KeptEntry } from '../provisioning-log/entry.ts';
import type { MemberChange } from '../scim/patch/member-change.ts';
import type { Policy } from '../scim/policy.ts';
import type { Projection } from '../scim/resource/project.ts';
import type { Resource } from '../scim/resource/resource.ts';
import type { ValueChecks } from '../scim/resource/rules.ts';
import type { Locate } from '../scim/resource/write.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { MembersEffect, ResourceStore } from './resource-store.ts';

/** A change as the provisioning log sees it. */
export interface LoggedChange {
  readonly operation: 'create' | 'replace' | 'modify' | 'delete';
  readonly id: string;
  /** Undefined before a create, and after a delete. */
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
  readonly members: MemberChange;
  /** What became of it; undefined for a deletion. */
  readonly effect: MembersEffect | undefined;
}

export interface OperationContext {
  readonly account: string;
  readonly type: ResourceType;
  readonly store: ResourceStore;
  readonly checks: ValueChecks;
  readonly policy: Policy;
  readonly projection: Projection;
  readonly locate: Locate;
  /** Documents that travel in the batch of the change; called again when the change is tried again. */
  readonly record: (change: LoggedChange) => readonly KeptEntry[];
}
