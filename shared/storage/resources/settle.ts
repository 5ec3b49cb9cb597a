/** Removes the memberships of a deleted resource. Every step may be repeated, by anyone, at any time. */

import type { DocumentOperation, StoredDocument } from '../documents/document-store.ts';
import { has } from './conditions.ts';
import { ifAnswered, retry, type StoreContext } from './context.ts';
import {
  groupDocumentId,
  membershipId,
  membershipOf,
  modifiedAt,
  resourceIdOf,
  TOMBSTONE_TTL,
} from './documents.ts';

export interface Owing {
  /** Of the tombstone. */
  readonly documentId: string;
  /** Milliseconds since the epoch after which the rest is left to later requests. */
  readonly deadline: number;
}

/** One batch holds these and, for the groups of a member, as many new versions. */
const PER_STEP = 50;

export async function settle(context: StoreContext, account: string, owing: Owing): Promise<void> {
  const left = () => context.now() < owing.deadline;
  const asMember = await drain(context, account, 'memberId', owing, left);
  const asGroup =
    owing.documentId !== groupDocumentId(resourceIdOf(owing.documentId)) ||
    (await drain(context, account, 'groupId', owing, left));
  if (asMember && asGroup) await forget(context, account, owing);
}

/** @returns false when time ran out */
async function drain(
  context: StoreContext,
  account: string,
  end: 'memberId' | 'groupId',
  { documentId }: Owing,
  left: () => boolean,
): Promise<boolean> {
  const id = resourceIdOf(documentId);
  while (left()) {
    const page = await context.documents.query(account, { where: has(end, id), limit: PER_STEP });
    if (page.length === 0) return true;
    const operations = end === 'memberId' ? page.flatMap((one) => leave(context, one)) : page.map(erase);
    const outcome = await ifAnswered(() => context.documents.batch(account, operations));
    if (!outcome?.ok) for (const document of page) await removeOne(context, account, end, document);
  }
  return false;
}

const erase = ({ id }: StoredDocument): DocumentOperation => ({ kind: 'delete', id });

/** The group that loses a member gets a new version. */
function leave({ now }: StoreContext, membership: StoredDocument): DocumentOperation[] {
  const { groupId } = membershipOf(membership);
  return [
    erase(membership),
    {
      kind: 'patch',
      id: groupDocumentId(groupId),
      set: modifiedAt(now()),
      increment: { '/revision': 1 },
      when: { type: 'group' },
    },
  ];
}

/** One by one where the batch met a membership that is gone already, or a group that is deleted as well. */
async function removeOne(
  context: StoreContext,
  account: string,
  end: 'memberId' | 'groupId',
  document: StoredDocument,
): Promise<void> {
  const { groupId, memberId } = membershipOf(document);
  await retry(async () => {
    const there = await context.documents.read(account, membershipId(groupId, memberId));
    if (!there) return true;
    const group = await context.documents.read(account, groupDocumentId(groupId));
    const operations = end === 'memberId' && group?.type === 'group' ? leave(context, there) : [erase(there)];
    const outcome = await ifAnswered(() => context.documents.batch(account, operations));
    return outcome?.ok ? true : undefined;
  });
}

/** Nothing is owed any more: the store forgets the tombstone in time. */
async function forget({ documents }: StoreContext, account: string, { documentId }: Owing): Promise<void> {
  const operation: DocumentOperation = {
    kind: 'patch',
    id: documentId,
    set: { '/ttl': TOMBSTONE_TTL },
    remove: ['/owes'],
    when: { type: 'tombstone', owes: true },
  };
  // A lost answer changes nothing for the client: somebody else will find nothing left to do.
  await ifAnswered(() => documents.batch(account, [operation]));
}
