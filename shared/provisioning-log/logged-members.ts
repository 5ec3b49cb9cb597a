import type { LoggedMembers } from './entry.ts';

/** Members that an entry names; of a larger change the first ones. */
const MAX_NAMED = 20;
const MAX_ID = 64;

/** @param added ids, as they were sent; @param removed the same */
export const loggedMembers = (
  added: readonly string[],
  removed: readonly string[],
  cleared: boolean,
): LoggedMembers => ({
  added: added.length,
  removed: removed.length,
  cleared,
  ids: [...added, ...removed].slice(0, MAX_NAMED).map((id) => id.slice(0, MAX_ID)),
});
