/** RFC 7643 §4: the User and Group resource types; an account adds its extensions to the first. */

import group from './core/group.json' with { type: 'json' };
import user from './core/user.json' with { type: 'json' };
import { compileResourceType, type ResourceType } from './resource-type.ts';
import { compileSchema, type Schema } from './schema.ts';

// TypeScript widens the words in a JSON file to string; test/scim/schema holds them to RFC 7643 §7.
export const userSchema = compileSchema(user as Schema);
export const groupSchema = compileSchema(group as Schema);

export const userType = (extensions: readonly Schema[]): ResourceType =>
  compileResourceType({
    name: 'User',
    description: 'User Account',
    endpoint: '/Users',
    schema: userSchema,
    extensions,
    uniqueAttribute: 'userName',
    relation: { attribute: 'groups', end: 'memberId', writable: false },
    patchAnswer: 'resource',
  });

export const groupType: ResourceType = compileResourceType({
  name: 'Group',
  description: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
  extensions: [],
  uniqueAttribute: 'displayName',
  relation: { attribute: 'members', end: 'groupId', writable: true },
  patchAnswer: 'none',
});
