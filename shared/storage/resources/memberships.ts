/** Reads memberships as they count: unfinished changes finished first, those of deleted resources left out. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { StoredDocument } from '../documents/document-store.ts';
import { either, owing } from './conditions.ts';
import { finishLater, type StoreContext } from './context.ts';
import { type Membership, membershipOf, resourceIdOf } from './documents.ts';
import { finishIntent, type Intent, intentOf } from './intent.ts';
import { isLeft, settleLeft } from './owed.ts';
import { scan } from './scan.ts';

/** Reads again after finishing a change: enough for changes that start meanwhile. */
const MAX_PASSES = 5;

/** Milliseconds that a read spends on what deletions left. */
const SETTLE_BUDGET = 500;

/**
 * Asked while there may be more, which comes in order of group and member: true leaves the rest unread.
 * @param count of the memberships that were read
 */
export type Enough = (count: number, lastGroupId: string) => boolean;

export interface MembershipQuery {
  readonly where: Condition;
  readonly isEnough?: Enough;
  /** Does the result depend on this unfinished change? By default on every one. */
  readonly concerns?: (intent: Intent) => boolean;
}

export interface Found {
  readonly memberships: readonly Membership[];
  /** Group of the last one that was read, when the rest was left unread. */
  readonly unreadFrom: string | undefined;
  /** Unfinished changes that do not concern the query. */
  readonly intents: readonly Intent[];
}

/** One query: the memberships that `where` selects and, beside them, all work that is still owed. */
export async function visibleMemberships(
  context: StoreContext,
  account: string,
  { where, isEnough = () => false, concerns = () => true }: MembershipQuery,
): Promise<Found> {
  for (let pass = 1; ; pass += 1) {
    const { rows, unreadFrom } = await read(context, account, where, isEnough);
    const intents = rows.filter((row) => row.type === 'intent').map(intentOf);
    const unfinished = intents.filter(concerns);
    const left = rows.filter((row) => isLeft(context, row));
    if (pass === MAX_PASSES || (unfinished.length === 0 && (left.length === 0 || pass > 1))) {
      return { memberships: alive(rows), unreadFrom, intents };
    }
    for (const { groupId } of unfinished) await finishIntent(context, account, groupId);
    await finishLater(() => settleLeft(context, account, left, context.now() + SETTLE_BUDGET));
  }
}

/** Owed work is read whole, also where it stands behind the last membership that is read. */
async function read(
  context: StoreContext,
  account: string,
  where: Condition,
  isEnough: Enough,
): Promise<{ rows: readonly StoredDocument[]; unreadFrom: string | undefined }> {
  let count = 0;
  let unreadFrom: string | undefined;
  const endsAt = (page: readonly StoredDocument[]): boolean => {
    const found = membershipsIn(page);
    count += found.length;
    const last = found.at(-1)?.groupId;
    if (last !== undefined && isEnough(count, last)) unreadFrom = last;
    return unreadFrom !== undefined;
  };
  const rows = await scan(context, account, either(where, owing), { isEnough: endsAt });
  if (unreadFrom === undefined) return { rows, unreadFrom };
  const owed = await scan(context, account, owing, { after: rows.at(-1)?.id });
  return { rows: [...rows, ...owed], unreadFrom };
}

const membershipsIn = (rows: readonly StoredDocument[]): Membership[] =>
  rows.filter(({ type }) => type === 'membership').map(membershipOf);

/** A deleted resource that still owes the removal of its memberships hides them. */
function alive(rows: readonly StoredDocument[]): Membership[] {
  const gone = new Set(rows.filter(({ type }) => type === 'tombstone').map(({ id }) => resourceIdOf(id)));
  return membershipsIn(rows).filter(({ groupId, memberId }) => !gone.has(groupId) && !gone.has(memberId));
}
