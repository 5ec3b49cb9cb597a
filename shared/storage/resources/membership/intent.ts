/**
 * A membership change too large for one batch: written down first (with the group's new version), then applied
 * in steps that any process may repeat. Every step holds only while the intent is the group's current one.
 */

import type { DocumentOperation, StoredDocument } from '../../documents/document-store.ts';
import { chunks } from '../../documents/pages.ts';
import {
  documentType,
  groupDocumentId,
  intentId,
  membershipId,
  membershipOf,
  membershipsOfGroup,
  resourceDocumentId,
} from '../partition/documents.ts';
import { type Partition, retry, unlessLost } from '../partition/partition.ts';
import { intentDeletions, intentOf, type ListedIntent, listed } from './intent-documents.ts';
import { addOperations, type TypedMember } from './member-guards.ts';

/** One operation guards the step; an add takes two, a removal one. */
const ADDS_PER_STEP = 49;
const REMOVALS_PER_STEP = 99;

/** Applies what is left of the group's intent, if it has one. */
export async function finishIntent(partition: Partition, groupId: string): Promise<void> {
  const { intent } = await retry(() => readIntent(partition, groupId));
  if (intent) await applyIntent(partition, intent);
}

/** @returns undefined to read again: another process finished it between two reads */
async function readIntent(
  partition: Partition,
  groupId: string,
): Promise<{ readonly intent: ListedIntent | undefined } | undefined> {
  const document = await partition.read(intentId(groupId));
  if (document?.type !== 'intent') return { intent: undefined };
  const found = await listed(partition, [intentOf(document)], 'all');
  return found && { intent: found[0] };
}

/** Applies what is left of an intent that was written. */
export async function applyIntent(partition: Partition, intent: ListedIntent): Promise<void> {
  await applyRemovals(partition, intent);
  for (const members of chunks(intent.add, ADDS_PER_STEP)) await applyAdds(partition, intent, members);
  await unlessLost(partition.batch(closing(intent)));
}

const closing = (intent: ListedIntent): DocumentOperation[] => [
  {
    kind: 'patch',
    id: groupDocumentId(intent.groupId),
    remove: ['/intent'],
    when: { type: 'group', intent: intent.operationId },
  },
  ...intentDeletions(intent),
];

/** Fails once another process has finished the intent, or the group is gone: then nothing is left to do. */
const whileCurrent = ({ groupId, operationId }: ListedIntent): DocumentOperation => ({
  kind: 'guard',
  id: groupDocumentId(groupId),
  touched: operationId,
  when: { type: 'group', intent: operationId },
});

async function applyRemovals(partition: Partition, intent: ListedIntent): Promise<void> {
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

function applyAdds(
  partition: Partition,
  intent: ListedIntent,
  members: readonly TypedMember[],
): Promise<void> {
  const ids = members.flatMap(({ value, type }) => [
    membershipId(intent.groupId, value),
    resourceDocumentId(type, value),
  ]);
  return step(partition, intent, async () => {
    const found = new Map((await partition.readMany(ids)).map((document) => [document.id, document]));
    const absent = members.filter(({ value }) => !found.has(membershipId(intent.groupId, value)));
    // A member that was deleted since the change was accepted is not a member any more.
    const living = absent.filter(
      ({ value, type }) => found.get(resourceDocumentId(type, value))?.type === documentType(type),
    );
    return addOperations(intent.groupId, living, intent.operationId);
  });
}

/** Runs `operations` again on what is there now until its batch succeeds or the intent is over. */
async function step(
  partition: Partition,
  intent: ListedIntent,
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

/**
 * What goes with a group that is deleted while its intent is open.
 * @returns undefined to read again: the intent is another one than the group's document names
 */
export async function intentDeletionsOf(
  partition: Partition,
  groupId: string,
  group: StoredDocument,
): Promise<readonly DocumentOperation[] | undefined> {
  if (group.intent === undefined) return [];
  const header = await partition.read(intentId(groupId));
  return header?.operationId === group.intent ? intentDeletions(intentOf(header)) : undefined;
}
