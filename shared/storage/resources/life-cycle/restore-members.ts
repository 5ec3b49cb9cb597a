/** Puts memberships back. Those that are there already stay; an id of no resource cannot be a member. */

import type { RestoredMembers } from '../../../archive/archive-store.ts';
import type { KeptEntry } from '../../../provisioning-log/entry.ts';
import { isId } from '../../../scim/id.ts';
import { addMembers, noMembersYet } from '../../../scim/patch/member-change.ts';
import type { Resource } from '../../../scim/resource/resource.ts';
import type { ResourceType } from '../../../scim/schema/resource-type.ts';
import { membershipsAmong } from '../membership/member-effect.ts';
import { resolveMembers } from '../membership/member-guards.ts';
import { resourceDocumentId, storedResource } from '../partition/documents.ts';
import type { Partition } from '../partition/partition.ts';
import { updateResource } from './update.ts';

/** @returns undefined when there is no such group */
export async function restoreMembers(
  partition: Partition,
  type: ResourceType,
  groupId: string,
  memberIds: readonly string[],
  log: (group: Resource, added: readonly string[]) => readonly KeptEntry[],
): Promise<RestoredMembers | undefined> {
  if (!isId(groupId)) return undefined;
  const group = await partition.read(resourceDocumentId(type.name, groupId));
  if (!storedResource(type.name, group)) return undefined;
  const asked = memberIds.map((value) => ({ value }));
  const { members, missing } = await resolveMembers(partition, asked, type.memberTypes);
  const memberships = await membershipsAmong(partition, groupId, memberIds);
  const present = new Set(memberships.map(({ memberId }) => memberId));
  const absent = members.filter(({ value }) => !present.has(value));
  const created = absent.map(({ value }) => value);
  const unchanged = members.map(({ value }) => value).filter((value) => present.has(value));
  if (created.length === 0) return { created, unchanged, missing };
  const updated = await updateResource(partition, type, groupId, ({ resource }) => ({
    members: addMembers(noMembersYet(), absent),
    conditional: false,
    keepsLastModified: true,
    log: () => log(resource, created),
  }));
  return updated && { created, unchanged, missing };
}
