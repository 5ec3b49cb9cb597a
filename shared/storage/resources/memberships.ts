/** Reads memberships as they count: unfinished changes finished first, those of deleted resources left out. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { StoredDocument } from '../document-store.ts';
import { either, owing } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { type Membership, membershipOf } from './documents.ts';
import { finishIntent } from './intent.ts';
import { scan } from './scan.ts';

/** Reads again after finishing a change: enough for changes that start meanwhile. */
const MAX_PASSES = 5;

/**
 * One query: the memberships that `where` selects and, beside them, all work that is still owed.
 * @param cap stops after this many; a caller that gets more than it can use refuses the request
 */
export async function visibleMemberships(
  context: StoreContext,
  account: string,
  where: Condition,
  cap?: number,
): Promise<Membership[]> {
  for (let pass = 1; ; pass += 1) {
    const found = await scan(context, account, either(where, owing), cap);
    const intents = found.filter((document) => document.type === 'intent');
    if (intents.length === 0 || pass === MAX_PASSES) return alive(found);
    for (const intent of intents) await finishIntent(context, account, String(intent.groupId));
  }
}

/** A deleted resource that still owes the removal of its memberships hides them. */
function alive(found: readonly StoredDocument[]): Membership[] {
  const gone = new Set(found.filter(({ type }) => type === 'tombstone').map(({ id }) => id.slice(2)));
  return found
    .filter(({ type }) => type === 'membership')
    .map(membershipOf)
    .filter(({ groupId, memberId }) => !gone.has(groupId) && !gone.has(memberId));
}
