/**
 * A membership change too large for one batch: written down first (with the group's new version), then applied
 * in steps that any process may repeat. Every step holds only while the intent is the group's current one.
 */

import type { DocumentOperation, StoredDocument } from '../../documents/document-store.ts';
import { chunks } from '../../documents/pages.ts';
import {
  groupDocumentId,
  intentId,
  membershipId,
  membershipOf,
  membershipsOfGroup,
} from '../partition/documents.ts';
import { type Partition, retry, unlessLost } from '../partition/partition.ts';
import type { MemberEffect } from './member-effect.ts';
import { addOperations, resolveMembers, type TypedMember } from './member-guards.ts';

export interface Intent {
  readonly groupId: string;
  readonly operationId: string;
  /** Everything but `add` goes. */
  readonly clear: boolean;
  readonly remove: readonly string[];
  readonly add: readonly TypedMember[];
}

/** One operation guards the step; an add takes two, a removal one. */
const ADDS_PER_STEP = 49;
const REMOVALS_PER_STEP = 99;

export const intentDocument = (
  groupId: string,
  operationId: string,
  { clear, remove }: Pick<MemberEffect, 'clear' | 'remove'>,
  add: readonly TypedMember[],
): StoredDocument => ({
  id: intentId(groupId),
  type: 'intent',
  owes: true,
  groupId,
  operationId,
  clear,
  remove: clear ? [] : remove,
  // With `clear`, members that stay are named as well: everything else goes.
  add: add.map(({ value, type }) => ({ value, type })),
});

// Written only by intentDocument.
export const intentOf = (document: StoredDocument): Intent => document as unknown as Intent;

/** Applies what is left of the group's intent, if it has one. */
export async function finishIntent(partition: Partition, groupId: string): Promise<void> {
  const document = await partition.read(intentId(groupId));
  if (document?.type !== 'intent') return;
  const intent = intentOf(document);
  await applyRemovals(partition, intent);
  for (const members of chunks(intent.add, ADDS_PER_STEP)) await applyAdds(partition, intent, members);
  await unlessLost(partition.batch(closing(intent)));
}

const closing = ({ groupId, operationId }: Intent): DocumentOperation[] => [
  {
    kind: 'patch',
    id: groupDocumentId(groupId),
    remove: ['/intent'],
    when: { type: 'group', intent: operationId },
  },
  { kind: 'delete', id: intentId(groupId) },
];

/** Fails once another process has finished the intent, or the group is gone: then nothing is left to do. */
const whileCurrent = ({ groupId, operationId }: Intent): DocumentOperation => ({
  kind: 'guard',
  id: groupDocumentId(groupId),
  touched: operationId,
  when: { type: 'group', intent: operationId },
});

async function applyRemovals(partition: Partition, intent: Intent): Promise<void> {
  const keep = new Set(intent.add.map((member) => member.value));
  const removed = intent.clear
    ? (await partition.scan(membershipsOfGroup(intent.groupId))).map((one) => membershipOf(one).memberId)
    : intent.remove;
  const gone = removed.filter((memberId) => !keep.has(memberId));
  for (const memberIds of chunks(gone, REMOVALS_PER_STEP)) {
    const ids = memberIds.map((memberId) => membershipId(intent.groupId, memberId));
    await step(partition, intent, async () => {
      const present = await partition.readMany(ids);
      return present.map(({ id }): DocumentOperation => ({ kind: 'delete', id }));
    });
  }
}

function applyAdds(partition: Partition, intent: Intent, members: readonly TypedMember[]): Promise<void> {
  const ids = members.map((member) => membershipId(intent.groupId, member.value));
  return step(partition, intent, async () => {
    const present = await partition.readMany(ids);
    const there = new Set(present.map((document) => membershipOf(document).memberId));
    const absent = members.filter((member) => !there.has(member.value));
    // A member that was deleted since the change was accepted is not a member any more.
    const types = [...new Set(absent.map(({ type }) => type))];
    const { members: living } = await resolveMembers(partition, absent, types);
    return addOperations(intent.groupId, living, intent.operationId);
  });
}

/** Runs `operations` again on what is there now until its batch succeeds or the intent is over. */
async function step(
  partition: Partition,
  intent: Intent,
  operations: () => Promise<readonly DocumentOperation[]>,
): Promise<void> {
  await retry(async () => {
    const todo = await operations();
    if (todo.length === 0) return true;
    const outcome = await partition.batch([whileCurrent(intent), ...todo]);
    const isOver = !outcome.ok && outcome.index === 0;
    return outcome.ok || isOver ? true : undefined;
  });
}
