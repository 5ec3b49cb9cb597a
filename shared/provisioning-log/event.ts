/** What happened, in an administrator's words. */

import type { ChangedAttribute, LoggedEvent, LoggedOperation } from './entry.ts';

/**
 * Of several things at once the one that matters most: Entra ID renames the users that it disables.
 * @param uniqueAttribute what a resource is called by: a change of it is a renaming
 * @param changed with the value of `active`
 * @returns undefined when nothing happened
 */
export function eventOf(
  operation: LoggedOperation,
  uniqueAttribute: string,
  changed: readonly ChangedAttribute[],
  membersChanged: boolean,
): LoggedEvent | undefined {
  if (operation === 'create') return 'created';
  if (operation === 'delete') return 'deleted';
  const active = changed.find(({ attribute }) => attribute === 'active');
  if (active?.after === false) return 'disabled';
  if (active?.before === false) return 'restored';
  if (changed.some(({ attribute }) => attribute === uniqueAttribute)) return 'renamed';
  if (membersChanged) return 'members-changed';
  return changed.length > 0 ? 'changed' : undefined;
}
