/** Account -> its resource types: User with the account's extension, and Group. */

import { extensionSchema } from '../kissflow/extension-schema.ts';
import { groupType, userType } from '../scim/schema/core-types.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { Account } from './account.ts';

export interface ResourceTypes {
  readonly User: ResourceType;
  readonly Group: ResourceType;
}

const built = new WeakMap<Account, ResourceTypes>();

/** The same objects for the same account object, so that what is compiled from them is compiled once. */
export function resourceTypesOf(account: Account): ResourceTypes {
  const known = built.get(account);
  if (known) return known;
  const types = {
    User: userType([extensionSchema(account.id, account.fields, account.formerFields)]),
    Group: groupType,
  };
  built.set(account, types);
  return types;
}
