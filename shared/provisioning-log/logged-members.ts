import { isId } from '../scim/id.ts';
import type { LoggedMembers } from './entry.ts';

/** Members that an entry names; of a larger change the first ones. */
const MAX_NAMED = 20;

/** @param added ids, as they were sent; @param removed the same */
export const loggedMembers = (
  added: readonly string[],
  removed: readonly string[],
  cleared: boolean,
): LoggedMembers => ({
  added: added.length,
  removed: removed.length,
  cleared,
  // What is no id was sent in its place: it names nobody, and may be anything.
  ids: [...added, ...removed].filter(isId).slice(0, MAX_NAMED),
});
