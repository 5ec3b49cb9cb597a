/** Account -> its resource types: User with the account's extension, and Group; and how their values are checked. */

import { inTurns } from '../async/pieces.ts';
import { extensionSchema, fieldFormats } from '../kissflow/field.ts';
import { groupType, userType } from '../scim/schema/core-types.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import { validator } from '../validation/validator.ts';
import type { Account } from './account.ts';

/** By name: what an account's resource type is. In the order in which an account lists and restores them. */
export type ResourceTypeTable = Readonly<Record<string, (account: Account) => ResourceType>>;

/** The same objects for the same account object, so that what is compiled from them is compiled once. */
export type ResourceTypesOf = (account: Account) => readonly ResourceType[];

export const RESOURCE_TYPES: ResourceTypeTable = {
  User: ({ id, fields, formerFields }) => userType([extensionSchema(id, fields, formerFields)]),
  Group: () => groupType,
};

/** Compiles a table once for each version of an account: accounts are immutable, and read anew when they change. */
export function resourceTypesIn(table: ResourceTypeTable): ResourceTypesOf {
  requireDistinctNames(Object.keys(table));
  const compiled = new WeakMap<Account, readonly ResourceType[]>();
  return (account) => {
    const types = compiled.get(account) ?? Object.values(table).map((make) => make(account));
    compiled.set(account, types);
    return types;
  };
}

/** Names that differ in case alone would share their documents. */
function requireDistinctNames(names: readonly string[]): void {
  const folded = new Set(names.map((name) => name.toLowerCase()));
  if (folded.size < names.length) throw new TypeError(`resource types with one name: ${names.join(', ')}`);
}

export const resourceTypesOf = resourceTypesIn(RESOURCE_TYPES);

const { isOfType, validate, prepare } = validator(fieldFormats);

export { isOfType, validate };

/** Before the first change comes: loads Ajv, and compiles the checks of the attributes that all accounts share. */
export async function prepareChecks(): Promise<void> {
  for (const { attributes } of [userType([]), groupType])
    for await (const attribute of inTurns(attributes)) prepare(attribute);
}
