/**
 * Operations that tie a membership to the life of its two ends: each patches a document that a delete of that end
 * also writes, so that no interleaving leaves a membership whose group or member is gone.
 */

import { invalidValue } from '../../scim/error.ts';
import { isId } from '../../scim/id.ts';
import type { Member } from '../../scim/patch/member-change.ts';
import { commaSeparated, field, fix, say, sentId } from '../../scim/text.ts';
import type { DocumentOperation } from '../documents/document-store.ts';
import { untilVisible } from './appearing.ts';
import { oneOf } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { documentType, membershipDocument, resourceDocumentId, resourceIdOf } from './documents.ts';
import { chunks, scan } from './scan.ts';

export type TypedMember = Required<Member>;

/** Fails the batch unless the member is there. Does not touch the member's version. */
const touchMember = ({ value, type }: TypedMember, operationId: string): DocumentOperation => ({
  kind: 'patch',
  id: resourceDocumentId(type, value),
  set: { '/touched': operationId },
  when: { type: documentType(type) },
});

/** Two operations for each member. */
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
    touchMember(member, operationId),
  ]);

/** Members with their type, and those that do not exist. */
export interface Resolved {
  readonly members: readonly TypedMember[];
  readonly missing: readonly string[];
}

/** Looks up which resources the ids are of: of one of `types`, one type after the other, or of none. */
export async function resolveMembers(
  context: StoreContext,
  account: string,
  members: readonly Member[],
  types: readonly string[],
): Promise<Resolved> {
  const ids = [...new Set(members.map((member) => member.value))];
  const found = new Map<string, string>();
  for (const type of types) {
    const rest = ids.filter((id) => isId(id) && !found.has(id));
    for (const id of await existing(context, account, type, rest)) found.set(id, type);
  }
  return {
    members: ids.flatMap((value): TypedMember[] => {
      const type = found.get(value);
      return type === undefined ? [] : [{ value, type }];
    }),
    missing: ids.filter((id) => !found.has(id)),
  };
}

/** Ids to be sure of before anything is written. Throws invalidValue naming those that do not exist. */
export async function existingMembers(
  context: StoreContext,
  account: string,
  members: readonly Member[],
  types: readonly string[],
): Promise<readonly TypedMember[]> {
  const ids = members.map((member) => member.value).filter(isId);
  const found = await untilVisible(context, ids, async () => {
    const resolved = await resolveMembers(context, account, members, types);
    return resolved.missing.length === 0 ? resolved.members : undefined;
  });
  if (found) return found;
  throw noSuchMember((await resolveMembers(context, account, members, types)).missing);
}

const IDS_PER_QUERY = 500;
const SHOWN = 5;

async function existing(
  context: StoreContext,
  account: string,
  type: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const some of chunks(ids, IDS_PER_QUERY)) {
    const documentIds = some.map((id) => resourceDocumentId(type, id));
    const documents = await scan(context, account, oneOf('id', documentIds));
    for (const document of documents) {
      if (document.type === documentType(type)) found.add(resourceIdOf(document.id));
    }
  }
  return found;
}

export function noSuchMember(ids: readonly string[]) {
  const shown = commaSeparated(ids.slice(0, SHOWN).map((id) => say`"${sentId(id)}"`));
  const more = ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : '';
  return invalidValue(
    'no-such-member',
    say`${field('members')}: no user or group has the id ${shown}${more}; ${fix`create it first, or leave it out`}.`,
  );
}
