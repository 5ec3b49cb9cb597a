import { uniqueness } from '../../scim/error.ts';
import type { ResourceType } from '../../scim/schema/resource-type.ts';
import { field, fix, say } from '../../scim/text.ts';

/** RFC 7644 §3.3: the answer when another resource of the account has the value. */
export const taken = (type: ResourceType) =>
  uniqueness(
    'taken',
    say`${field(type.uniqueAttribute)} is taken: another ${type.name.toLowerCase()} of this account has this value (compared without regard to case). ${fix`Match it instead of creating it, or change one of the two`}.`,
  );
