/** What happened, in an administrator's words. */

import type { ChangedAttribute, LoggedEvent, LoggedOperation } from './entry.ts';

/** What a user or group is called by: a change of it is a renaming. */
export const NAME = { User: 'userName', Group: 'displayName' } as const;

/**
 * Of several things at once the one that matters most: Entra ID renames the users that it disables.
 * @param changed with the value of `active`
 * @returns undefined when nothing happened
 */
export function eventOf(
  operation: LoggedOperation,
  resourceType: 'User' | 'Group',
  changed: readonly ChangedAttribute[],
  membersChanged: boolean,
): LoggedEvent | undefined {
  if (operation === 'create') return 'created';
  if (operation === 'delete') return 'deleted';
  const active = changed.find(({ attribute }) => attribute === 'active');
  if (active?.after === false) return 'disabled';
  if (active?.before === false) return 'restored';
  if (changed.some(({ attribute }) => attribute === NAME[resourceType])) return 'renamed';
  if (membersChanged) return 'members-changed';
  return changed.length > 0 ? 'changed' : undefined;
}
