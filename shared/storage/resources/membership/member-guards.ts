/**
 * Operations that tie a membership to the life of its two ends: each guards a document that a delete of that end
 * also writes, so that no interleaving leaves a membership whose group or member is gone.
 */

import { invalidValue } from '../../../scim/error.ts';
import { isId } from '../../../scim/id.ts';
import type { Member } from '../../../scim/patch/member-change.ts';
import { commaSeparated, field, fix, say, sentId } from '../../../scim/text.ts';
import type { DocumentOperation } from '../../documents/document-store.ts';
import {
  documentType,
  membershipDocument,
  resourceDocumentId,
  resourceIdOf,
} from '../partition/documents.ts';
import type { Partition } from '../partition/partition.ts';
import { untilVisible } from '../partition/read-your-writes.ts';

export type TypedMember = Required<Member>;

/** Fails the batch unless the member is there. The member's version stays as it is. */
const memberGuard = ({ value, type }: TypedMember, operationId: string): DocumentOperation => ({
  kind: 'guard',
  id: resourceDocumentId(type, value),
  touched: operationId,
  when: { type: documentType(type) },
});

/** Two operations for each member: its membership, and the guard. */
export const addOperations = (
  groupId: string,
  members: readonly TypedMember[],
  operationId: string,
): DocumentOperation[] =>
  members.flatMap((member) => [
    {
      kind: 'create',
      document: membershipDocument({ groupId, memberId: member.value, memberType: member.type }),
    },
    memberGuard(member, operationId),
  ]);

/** Members with their type, and those that do not exist. */
export interface Resolved {
  readonly members: readonly TypedMember[];
  readonly missing: readonly string[];
}

/** Looks up which resources the ids are of: of one of `types`, one type after the other, or of none. */
export async function resolveMembers(
  partition: Partition,
  members: readonly Member[],
  types: readonly string[],
): Promise<Resolved> {
  const ids = [...new Set(members.map((member) => member.value))];
  const found = new Map<string, string>();
  for (const type of types) {
    const rest = ids.filter((id) => isId(id) && !found.has(id));
    for (const id of await idsOfType(partition, type, rest)) found.set(id, type);
  }
  return {
    members: ids.flatMap((value): TypedMember[] => {
      const type = found.get(value);
      return type === undefined ? [] : [{ value, type }];
    }),
    missing: ids.filter((id) => !found.has(id)),
  };
}

/**
 * The members with their types, looked up before anything is written. Throws invalidValue naming those that do not
 * exist.
 */
export async function existingMembers(
  partition: Partition,
  members: readonly Member[],
  types: readonly string[],
): Promise<readonly TypedMember[]> {
  const ids = members.map((member) => member.value).filter(isId);
  const found = await untilVisible(partition, ids, async () => {
    const resolved = await resolveMembers(partition, members, types);
    return resolved.missing.length === 0 ? resolved.members : undefined;
  });
  if (found) return found;
  throw noSuchMember((await resolveMembers(partition, members, types)).missing);
}

/** Those of the ids that resources of the type have. */
async function idsOfType(partition: Partition, type: string, ids: readonly string[]): Promise<string[]> {
  const documents = await partition.readMany(ids.map((id) => resourceDocumentId(type, id)));
  return documents.filter((one) => one.type === documentType(type)).map(({ id }) => resourceIdOf(id));
}

/** Ids that one message names. */
const MAX_NAMED = 5;

export function noSuchMember(ids: readonly string[]) {
  const some = commaSeparated(ids.slice(0, MAX_NAMED).map((id) => say`"${sentId(id)}"`));
  const more = ids.length > MAX_NAMED ? ` and ${ids.length - MAX_NAMED} more` : '';
  return invalidValue(
    'no-such-member',
    say`${field('members')}: no user or group has the id ${some}${more}; ${fix`create it first, or leave it out`}.`,
  );
}
