/** What a deletion or a large change of members was cut off from, or left for later. */

import type { StoredDocument } from '../documents/document-store.ts';
import { owing } from './conditions.ts';
import type { StoreContext } from './context.ts';
import { finishIntent } from './intent.ts';
import { scan } from './scan.ts';
import { settle } from './settle.ts';

/** Milliseconds: a tombstone older than this has been left by who made it. */
const LEFT_AFTER = 5_000;

export const isLeft = ({ now }: StoreContext, { type, deletedAt }: StoredDocument): boolean =>
  type === 'tombstone' && now() - Date.parse(String(deletedAt)) > LEFT_AFTER;

/** @param deadline milliseconds since the epoch after which the rest is left to whoever comes next */
export async function settleLeft(
  context: StoreContext,
  account: string,
  tombstones: readonly StoredDocument[],
  deadline: number,
): Promise<void> {
  for (const { id } of tombstones) {
    await settle(context, account, { documentId: id, deadline });
  }
}

/** @returns how many deletions and changes are still unfinished, those under way included */
export async function finishOwed(context: StoreContext, account: string, deadline: number): Promise<number> {
  const rows = await scan(context, account, owing);
  if (rows.length === 0) return 0;
  for (const { type, groupId } of rows) {
    if (type === 'intent' && context.now() < deadline) await finishIntent(context, account, String(groupId));
  }
  await settleLeft(
    context,
    account,
    rows.filter((row) => isLeft(context, row)),
    deadline,
  );
  return context.documents.count(account, owing);
}
