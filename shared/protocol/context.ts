/** What every SCIM operation is given: the account's resource type, its store, and how clients' data is read. */

import type { Policy } from '../scim/policy.ts';
import type { Intake } from '../scim/resource/intake.ts';
import type { Projection } from '../scim/resource/project.ts';
import type { Locate } from '../scim/resource/write.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { ResourceStore } from '../storage/resource-store.ts';

export interface OperationContext {
  readonly account: string;
  readonly type: ResourceType;
  readonly store: ResourceStore;
  readonly intake: Intake;
  readonly policy: Policy;
  readonly projection: Projection;
  readonly locate: Locate;
}
