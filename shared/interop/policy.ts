/** What the core itself tolerates on behalf of the clients of this service: scim/policy.ts explains each. */

import type { Policy } from '../scim/policy.ts';

export const policy: Policy = {
  lenientLiterals: true,
  singleQuotes: true,
  createMissingTarget: true,
  removeListedValues: true,
};
