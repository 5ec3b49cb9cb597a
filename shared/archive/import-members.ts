/** Puts memberships of one group back. */

import { typeNamed } from '../scim/schema/resource-type.ts';
import {
  type ImportDeps,
  type MembersReport,
  type Numbered,
  nothing,
  type Refused,
  reasonFor,
} from './import-report.ts';

/** @param memberships of one group */
export async function importMembers(
  { account, types, archive, note }: ImportDeps,
  memberships: readonly Numbered[],
): Promise<MembersReport> {
  const type = typeNamed(types, 'Group');
  const scope = { account: account.id, type };
  const groupId = String(memberships[0]?.record.groupId);
  const others = memberships.filter((one) => memberIdOf(one) !== groupId);
  const refused = memberships.filter((one) => memberIdOf(one) === groupId).map(inItself);
  const memberIds = [...new Set(others.map(memberIdOf))];
  try {
    const restored = await archive.restoreMembers(scope, groupId, memberIds, (group, added) =>
      note(type, group, added),
    );
    const lost = new Set(restored?.missing ?? memberIds);
    const missing = others.filter((one) => lost.has(memberIdOf(one)));
    const created = restored?.created.length ?? 0;
    return { created, unchanged: others.length - missing.length - created, refused, missing };
  } catch (error) {
    const reason = reasonFor(error);
    return { ...nothing, refused: memberships.map(({ index }) => ({ index, ...reason })), missing: [] };
  }
}

const memberIdOf = ({ record }: Numbered): string => String(record.memberId);

const inItself = ({ index, record }: Numbered): Refused => ({
  index,
  detail: `Group ${record.groupId} cannot be a member of itself: leave this membership out.`,
});

/** Of a membership that could not be put back, because an end of it is not there. */
export const missingEnd = ({ index, record }: Numbered): Refused => ({
  index,
  detail: `There is no group ${record.groupId}, or no user or group ${record.memberId}: import it first, or leave this membership out.`,
});
