/** Reads memberships as they count: unfinished changes finished first, those of deleted resources left out. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { StoredDocument } from '../document-store.ts';
import { either, owing } from './conditions.ts';
import { finishLater, type StoreContext } from './context.ts';
import { type Membership, membershipOf } from './documents.ts';
import { finishIntent, type Intent, intentOf } from './intent.ts';
import { isLeft, settleLeft } from './owed.ts';
import { scan } from './scan.ts';

/** Reads again after finishing a change: enough for changes that start meanwhile. */
const MAX_PASSES = 5;

/** Documents of owed work that a capped read makes room for. */
const ROOM_FOR_OWED = 1000;

/** Milliseconds that a read spends on what deletions left. */
const SETTLE_BUDGET = 500;

export interface MembershipQuery {
  readonly where: Condition;
  /** Stops after about this many. */
  readonly cap?: number;
  /** Does the result depend on this unfinished change? By default on every one. */
  readonly concerns?: (intent: Intent) => boolean;
}

export interface Found {
  readonly memberships: readonly Membership[];
  /** True when there are more than `cap`. */
  readonly tooMany: boolean;
  /** Unfinished changes that do not concern the query. */
  readonly intents: readonly Intent[];
}

/** One query: the memberships that `where` selects and, beside them, all work that is still owed. */
export async function visibleMemberships(
  context: StoreContext,
  account: string,
  { where, cap = Number.POSITIVE_INFINITY, concerns = () => true }: MembershipQuery,
): Promise<Found> {
  for (let pass = 1; ; pass += 1) {
    const rows = await scan(context, account, either(where, owing), cap + ROOM_FOR_OWED);
    const intents = rows.filter((row) => row.type === 'intent').map(intentOf);
    const unfinished = intents.filter(concerns);
    const left = rows.filter((row) => isLeft(context, row));
    if (pass === MAX_PASSES || (unfinished.length === 0 && (left.length === 0 || pass > 1))) {
      const memberships = alive(rows);
      const tooMany = memberships.length > cap || rows.length >= cap + ROOM_FOR_OWED;
      return { memberships, tooMany, intents };
    }
    for (const { groupId } of unfinished) await finishIntent(context, account, groupId);
    await finishLater(() => settleLeft(context, account, left, context.now() + SETTLE_BUDGET));
  }
}

/** A deleted resource that still owes the removal of its memberships hides them. */
function alive(rows: readonly StoredDocument[]): Membership[] {
  const gone = new Set(rows.filter(({ type }) => type === 'tombstone').map(({ id }) => id.slice(2)));
  return rows
    .filter(({ type }) => type === 'membership')
    .map(membershipOf)
    .filter(({ groupId, memberId }) => !gone.has(groupId) && !gone.has(memberId));
}
