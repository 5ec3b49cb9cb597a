/** What a member change does to a group as it stands: named members are looked up, the list is not read. */

import type { MembersEffect } from '../../protocol/resource-store.ts';
import { invalidValue, tooMany } from '../../scim/error.ts';
import { isId } from '../../scim/id.ts';
import {
  leavesAgain,
  type Member,
  type MemberChange,
  meetsOne,
  settleMembers,
} from '../../scim/patch/member-change.ts';
import { field, fix, say } from '../../scim/text.ts';
import { has, oneOf } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { type Membership, membershipId, membershipOf } from './documents.ts';
import { chunks, scan } from './scan.ts';
import { existingMembers, noSuchMember } from './touch.ts';

export interface Effect {
  readonly add: readonly Member[];
  /** Ids of members. */
  readonly remove: readonly string[];
  /**
   * True when it holds for this version of the group only: it depends on the whole list, or on a named member being
   * there, or not, already. Writing the rest proves itself: its batch fails where a read was stale.
   */
  readonly exact: boolean;
  /** Everything but `add` goes: a large change need not name it. */
  readonly clear: boolean;
  /** How many members there were, where all were looked at. */
  readonly before?: number;
}

/** Most members that one change may remove by a filter other than by id. */
const MAX_FILTERED = 20_000;
const POINT_READS = 2;
const IDS_PER_QUERY = 500;

export async function effectOf(
  context: StoreContext,
  account: string,
  groupId: string,
  change: MemberChange,
): Promise<Effect> {
  if (change.add.has(groupId)) {
    throw invalidValue('member-of-itself', say`${field('members')}: a group cannot be a member of itself.`);
  }
  const unknown = [...change.add.keys()].filter((id) => !isId(id));
  if (unknown.length > 0) throw noSuchMember(unknown);
  const whole = change.clear || change.removeWhere.length > 0;
  const present = whole
    ? (await scan(context, account, has('groupId', groupId))).map(membershipOf)
    : await named(context, account, groupId, [...change.add.keys(), ...change.remove]);
  const ids = new Set(present.map((membership) => membership.memberId));
  const remove = present.filter((one) => isRemoved(change, one)).map((membership) => membership.memberId);
  if (!change.clear && whole && remove.length > MAX_FILTERED) {
    throw tooMany(
      'too-many-members',
      say`${field('members')}: the filter selects more than ${MAX_FILTERED} members; ${fix`remove fewer at once`}.`,
    );
  }
  const add = [...change.add.values()].filter((member) => !ids.has(member.value));
  const unaffected = change.add.size + change.remove.size > add.length + remove.length;
  return {
    add,
    remove,
    exact: whole || unaffected,
    clear: change.clear,
    ...(whole ? { before: present.length } : {}),
  };
}

/** The change with the types looked up on which it depends whether an added member goes again by a removal behind it. */
export async function decided(
  context: StoreContext,
  account: string,
  change: MemberChange,
  memberTypes: readonly string[],
): Promise<MemberChange> {
  const open = [...change.add.values()].filter(
    (member) => leavesAgain(change, member, memberTypes) === undefined,
  );
  if (open.length === 0) return change;
  const members = await existingMembers(context, account, open, memberTypes);
  const add = new Map([...change.add, ...members.map((member) => [member.value, member] as const)]);
  return settleMembers({ ...change, add }, memberTypes);
}

export const counted = ({ add, remove, before }: Effect): MembersEffect => ({
  added: add.length,
  removed: remove.length,
  ...(before === undefined ? {} : { before }),
});

export const hasEffect = ({ add, remove }: Effect): boolean => add.length > 0 || remove.length > 0;

function isRemoved(change: MemberChange, { memberId, memberType }: Membership): boolean {
  if (change.add.has(memberId)) return false;
  return change.clear || change.remove.has(memberId) || meetsOne(change.removeWhere, memberId, memberType);
}

async function named(
  context: StoreContext,
  account: string,
  groupId: string,
  memberIds: readonly string[],
): Promise<Membership[]> {
  const ids = memberIds.filter(isId).map((memberId) => membershipId(groupId, memberId));
  const found =
    ids.length <= POINT_READS
      ? await Promise.all(ids.map((id) => context.documents.read(account, id)))
      : (
          await Promise.all(
            chunks(ids, IDS_PER_QUERY).map((some) => scan(context, account, oneOf('id', some))),
          )
        ).flat();
  return found.filter((document) => document !== undefined).map(membershipOf);
}
