/** What the operations of the manage API work with; put together once per process. */

import type { AccountStore, FieldUsage } from '../accounts/account.ts';
import type { ResourceTypesOf } from '../accounts/resource-types.ts';
import type { ArchiveStore } from '../archive/archive-store.ts';
import type { ResourceStore } from '../protocol/resource-store.ts';
import type { LogStore } from '../provisioning-log/entry.ts';
import type { TokenService } from '../tokens/token-service.ts';
import type { CallerCheck } from './callers/caller.ts';

export interface ManageServices {
  readonly accounts: AccountStore;
  readonly types: ResourceTypesOf;
  readonly usage: FieldUsage;
  readonly tokens: TokenService;
  readonly resources: ResourceStore;
  readonly archive: ArchiveStore;
  readonly provisioningLog: LogStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Public origin and path prefix, without a trailing slash. */
  readonly publicBaseUrl: string;
  /** Ways to be let in; none when the manage API is not set up. */
  readonly callers: readonly CallerCheck[];
}
