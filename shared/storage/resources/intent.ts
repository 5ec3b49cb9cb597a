/**
 * A membership change too large for one batch: written down first (with the group's new version), then applied
 * in steps that may be repeated by anyone. Every step holds only while the intent is the group's current one.
 */

import type { DocumentOperation, StoredDocument } from '../documents/document-store.ts';
import { all, has, oneOf } from './conditions.ts';
import { ifAnswered, retry, type StoreContext } from './context.ts';
import { groupDocumentId, intentId, membershipId, membershipOf } from './documents.ts';
import type { Effect } from './effect.ts';
import { chunks, scan } from './scan.ts';
import { addOperations, resolveMembers, type TypedMember } from './touch.ts';

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
  { clear, remove }: Pick<Effect, 'clear' | 'remove'>,
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
export async function finishIntent(context: StoreContext, account: string, groupId: string): Promise<void> {
  const document = await context.documents.read(account, intentId(groupId));
  if (document?.type !== 'intent') return;
  const intent = intentOf(document);
  await applyRemovals(context, account, intent);
  for (const members of chunks(intent.add, ADDS_PER_STEP)) await applyAdds(context, account, intent, members);
  await ifAnswered(() => context.documents.batch(account, closing(intent)));
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

/** False once somebody else finished the intent, or the group is gone: then nothing is left to do. */
const whileCurrent = ({ groupId, operationId }: Intent): DocumentOperation => ({
  kind: 'patch',
  id: groupDocumentId(groupId),
  set: { '/touched': operationId },
  when: { type: 'group', intent: operationId },
});

async function applyRemovals(context: StoreContext, account: string, intent: Intent): Promise<void> {
  const keep = new Set(intent.add.map((member) => member.value));
  const inGroup = has('groupId', intent.groupId);
  const listed = intent.clear
    ? (await scan(context, account, inGroup)).map((document) => membershipOf(document).memberId)
    : intent.remove;
  const gone = listed.filter((memberId) => !keep.has(memberId));
  for (const memberIds of chunks(gone, REMOVALS_PER_STEP)) {
    await step(context, account, intent, async () => {
      const ids = memberIds.map((memberId) => membershipId(intent.groupId, memberId));
      const present = await scan(context, account, all(inGroup, oneOf('id', ids)));
      return present.map(({ id }): DocumentOperation => ({ kind: 'delete', id }));
    });
  }
}

function applyAdds(
  context: StoreContext,
  account: string,
  intent: Intent,
  members: readonly TypedMember[],
): Promise<void> {
  return step(context, account, intent, async () => {
    const ids = members.map((member) => membershipId(intent.groupId, member.value));
    const present = await scan(context, account, oneOf('id', ids));
    const there = new Set(present.map((document) => membershipOf(document).memberId));
    const absent = members.filter((member) => !there.has(member.value));
    // A member that was deleted since the change was accepted is not a member any more.
    const { members: living } = await resolveMembers(context, account, absent, [
      ...new Set(absent.map(({ type }) => type)),
    ]);
    return addOperations(intent.groupId, living, intent.operationId);
  });
}

/** Runs `operations` again on what is there now until its batch succeeds or the intent is over. */
async function step(
  context: StoreContext,
  account: string,
  intent: Intent,
  operations: () => Promise<readonly DocumentOperation[]>,
): Promise<void> {
  await retry(async () => {
    const todo = await operations();
    if (todo.length === 0) return true;
    const outcome = await ifAnswered(() => context.documents.batch(account, [whileCurrent(intent), ...todo]));
    const over = outcome !== undefined && !outcome.ok && outcome.index === 0;
    return outcome?.ok || over ? true : undefined;
  });
}
