/** Puts memberships back. What is there already stays; who is not there cannot be a member. */

import type { RestoredMembers } from '../../archive/archive-store.ts';
import type { Scope } from '../../protocol/resource-store.ts';
import type { KeptEntry } from '../../provisioning-log/entry.ts';
import { isId } from '../../scim/id.ts';
import { addMembers, noMembersYet } from '../../scim/patch/member-change.ts';
import type { Resource } from '../../scim/resource/resource.ts';
import { oneOf } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { groupDocumentId, membershipId, membershipOf, storedResource } from './documents.ts';
import { chunks, scan } from './scan.ts';
import { resolveMembers } from './touch.ts';
import { update } from './update.ts';

export async function restoreMembers(
  context: StoreContext,
  scope: Scope,
  groupId: string,
  memberIds: readonly string[],
  log: (group: Resource, added: readonly string[]) => readonly KeptEntry[],
): Promise<RestoredMembers | undefined> {
  const { account, type } = scope;
  if (!isId(groupId) || !(await isGroup(context, account, groupId))) return undefined;
  const { members, missing } = await resolveMembers(
    context,
    account,
    memberIds.map((value) => ({ value })),
    type.memberTypes,
  );
  const present = await membersAmong(context, account, groupId, memberIds);
  const absent = members.filter(({ value }) => !present.has(value));
  const created = absent.map(({ value }) => value);
  const unchanged = members.map(({ value }) => value).filter((value) => present.has(value));
  if (created.length === 0) return { created, unchanged, missing };
  const updated = await update(context, scope, groupId, ({ resource }) => ({
    members: addMembers(noMembersYet(), absent),
    conditional: false,
    keepsLastModified: true,
    log: () => log(resource, created),
  }));
  return updated && { created, unchanged, missing };
}

const isGroup = async ({ documents }: StoreContext, account: string, groupId: string): Promise<boolean> =>
  storedResource('Group', await documents.read(account, groupDocumentId(groupId))) !== undefined;

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
