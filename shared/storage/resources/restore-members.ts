/** Puts memberships back. What is there already stays; who is not there cannot be a member. */

import { addMembers, noMembersYet } from '../../scim/patch/member-change.ts';
import type { RestoredMembers } from '../archive-store.ts';
import type { Companion, Scope } from '../resource-store.ts';
import { repeatedly } from './appearing.ts';
import { oneOf } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { isId, membershipId, membershipOf, resourceDocumentId, storedResource } from './documents.ts';
import { chunks, scan } from './scan.ts';
import { type Resolved, resolveMembers } from './touch.ts';
import { update } from './update.ts';

export async function restoreMembers(
  context: StoreContext,
  scope: Scope,
  groupId: string,
  memberIds: readonly string[],
  companions: readonly Companion[],
): Promise<RestoredMembers | undefined> {
  if (!isId(groupId) || !(await isGroup(context, scope, groupId))) return undefined;
  const { members, missing } = await resolved(context, scope.account, memberIds);
  const present = await membersAmong(context, scope.account, groupId, memberIds);
  const absent = members.filter(({ value }) => !present.has(value));
  const unchanged = members.map(({ value }) => value).filter((value) => present.has(value));
  if (absent.length === 0) return { created: [], unchanged, missing };
  const updated = await update(context, scope, groupId, () => ({
    members: addMembers(noMembersYet(), absent),
    conditional: false,
    keepsLastModified: true,
    companions,
  }));
  return updated && { created: absent.map(({ value }) => value), unchanged, missing };
}

// What another instance has put back a moment ago may not be visible here yet, and its id does not tell: it is old.

const isGroup = async (context: StoreContext, { account }: Scope, groupId: string): Promise<boolean> => {
  const id = resourceDocumentId('Group', groupId);
  const read = async () => storedResource('Group', await context.documents.read(account, id));
  return (await repeatedly(read)) !== undefined;
};

async function resolved(context: StoreContext, account: string, ids: readonly string[]): Promise<Resolved> {
  const members = ids.map((value) => ({ value }));
  let latest: Resolved = { members: [], missing: ids };
  await repeatedly(async () => {
    latest = await resolveMembers(context, account, members);
    return latest.missing.length === 0 ? latest : undefined;
  });
  return latest;
}

async function membersAmong(
  context: StoreContext,
  account: string,
  groupId: string,
  memberIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const some of chunks(memberIds.filter(isId), 500)) {
    const ids = some.map((memberId) => membershipId(groupId, memberId));
    for (const document of await scan(context, account, oneOf('id', ids)))
      found.add(membershipOf(document).memberId);
  }
  return found;
}
