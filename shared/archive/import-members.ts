/** Puts memberships of one group back. */

import { resourceTypesOf } from '../accounts/resource-types.ts';
import { detailOf, type ImportDeps, type ImportReport, type Numbered, nothing } from './import-report.ts';

/** @param memberships of one group */
export async function importMembers(
  { account, archive, note }: ImportDeps,
  memberships: readonly Numbered[],
): Promise<ImportReport> {
  const type = resourceTypesOf(account).Group;
  const groupId = String(memberships[0]?.record.groupId);
  // A group in itself is nobody that it could hold.
  const memberIds = [...new Set(memberships.map(memberIdOf))].filter((id) => id !== groupId);
  const log = note('Group', { id: groupId }, memberIds);
  try {
    const restored = await archive.restoreMembers({ account: account.id, type }, groupId, memberIds, log);
    const lost = new Set([...(restored?.missing ?? memberIds), groupId]);
    const refused = memberships
      .filter((one) => lost.has(memberIdOf(one)))
      .map((one) => ({ index: one.index, detail: restored ? noSuchMember(one) : noSuchGroup(groupId) }));
    const created = restored?.created.length ?? 0;
    return { created, unchanged: memberships.length - refused.length - created, refused };
  } catch (error) {
    const detail = detailOf(error);
    return { ...nothing, refused: memberships.map(({ index }) => ({ index, detail })) };
  }
}

const memberIdOf = ({ record }: Numbered): string => String(record.memberId);

const noSuchGroup = (id: string): string => `There is no group ${id}: import it first.`;

function noSuchMember(membership: Numbered): string {
  const id = memberIdOf(membership);
  return id === membership.record.groupId
    ? `Group ${id} cannot be a member of itself: leave this membership out.`
    : `There is no user or group ${id}: import it first, or leave this membership out.`;
}
