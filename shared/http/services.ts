/** What the endpoints work with; put together once per process. */

import type { AccountStore } from '../accounts/account.ts';
import type { ResourceTypesOf } from '../accounts/resource-types.ts';
import type { ResourceStore } from '../protocol/resource-store.ts';
import type { LogStore } from '../provisioning-log/entry.ts';
import type { Locate } from '../scim/resource/write.ts';
import { type ResourceType, typeNamed } from '../scim/schema/resource-type.ts';
import type { TokenService } from '../tokens/token-service.ts';

export interface Services {
  readonly accounts: AccountStore;
  readonly types: ResourceTypesOf;
  readonly tokens: Pick<TokenService, 'verify' | 'refused' | 'isFirstWarning'>;
  readonly resources: ResourceStore;
  readonly provisioningLog: LogStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Public origin and path prefix, without a trailing slash; `meta.location` starts with it. */
  readonly publicBaseUrl: string;
}

/** One structured line per request. */
export type Log = (line: Readonly<Record<string, unknown>>) => void;

/** A door: what a registered function runs. */
export type Endpoint = (request: Request, log: Log) => Promise<Response>;

/** An account's Base URL, without a trailing slash. */
export const baseUrlOf = ({ publicBaseUrl }: Pick<Services, 'publicBaseUrl'>, accountId: string): string =>
  `${publicBaseUrl}/scim/v2/${accountId}`;

/** URIs of resources below an account's Base URL. */
export const locateBelow =
  (baseUrl: string, types: readonly ResourceType[]): Locate =>
  (typeName, id) =>
    `${baseUrl}${typeNamed(types, typeName).endpoint}/${id}`;
