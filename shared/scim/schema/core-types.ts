/** RFC 7643 §4: the User and Group resource types; an account adds its extensions to the first. */

import group from './core/group.json' with { type: 'json' };
import user from './core/user.json' with { type: 'json' };
import type { ResourceType } from './resource-type.ts';
import type { Schema } from './schema.ts';

// TypeScript widens the words in a JSON file to string; test/scim/schema holds them to RFC 7643 §7.
export const userSchema = user as Schema;
export const groupSchema = group as Schema;

export const userType = (extensions: readonly Schema[]): ResourceType => ({
  name: 'User',
  description: 'User Account',
  endpoint: '/Users',
  schema: userSchema,
  extensions,
  uniqueAttribute: 'userName',
});

export const groupType: ResourceType = {
  name: 'Group',
  description: 'Group',
  endpoint: '/Groups',
  schema: groupSchema,
  extensions: [],
  uniqueAttribute: 'displayName',
  detached: 'members',
};
