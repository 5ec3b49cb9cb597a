/** RFC 7643 §4: the User and Group resource types; an account adds its extensions to the first. */

import group from './core/group.json' with { type: 'json' };
import user from './core/user.json' with { type: 'json' };
import { compileResourceType, extended, type ResourceType } from './resource-type.ts';
import type { SchemaDefinition } from './schema.ts';

// TypeScript widens the words in a JSON file to string; test/scim/schema holds them to RFC 7643 §7.
export const userSchema = user as SchemaDefinition;
export const groupSchema = group as SchemaDefinition;

const plainUserType = compileResourceType({
  name: 'User',
  description: 'User Account',
  endpoint: '/Users',
  schema: userSchema,
  uniqueAttribute: 'userName',
  relation: { attribute: 'groups', end: 'memberId', writable: false },
  patchAnswer: 'resource',
});

export const userType = (extensions: readonly SchemaDefinition[]): ResourceType =>
  extended(plainUserType, extensions);

export const groupType: ResourceType = compileResourceType({
  name: 'Group',
  description: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
  uniqueAttribute: 'displayName',
  relation: { attribute: 'members', end: 'groupId', writable: true },
  patchAnswer: 'none',
});
