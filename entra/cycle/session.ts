/** State of one run: what was created, what each resource must look like now, and the way to the service provider. */

import type { JsonObject } from '../../shared/scim/json.ts';
import type { Send } from '../client/client.ts';
import type { Extension } from '../client/extension.ts';
import type { Dialect } from '../client/wire.ts';
import type { Ledger } from './ledger.ts';

export interface Tracked {
  readonly type: 'User' | 'Group';
  readonly index: number;
  readonly dialect: Dialect;
  readonly id: string;
  /** Everything that the client has assigned. */
  attributes: JsonObject;
  /** Ids of a group's members. */
  readonly members: Set<string>;
  deleted: boolean;
}

export interface Session {
  readonly run: string;
  readonly userCount: number;
  readonly groupCount: number;
  readonly dialectOf: (index: number) => Dialect;
  readonly send: Send;
  readonly ledger: Ledger;
  /** By index; those whose create failed are not in it. */
  readonly users: Map<number, Tracked>;
  readonly groups: Map<number, Tracked>;
  extension: Extension | undefined;
}

export const endpointOf = (type: Tracked['type']): '/Users' | '/Groups' =>
  type === 'User' ? '/Users' : '/Groups';

export const pathTo = ({ type, id }: Tracked): string => `${endpointOf(type)}/${id}`;

export const live = (resources: ReadonlyMap<number, Tracked>): Tracked[] =>
  [...resources.values()].filter((one) => !one.deleted);
