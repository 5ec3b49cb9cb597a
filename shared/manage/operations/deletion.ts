/** Deleting an account: begun by the first request, gone on with by each one and by the service itself. */

import { type Deletion, type DeletionProgress, KEPT } from '../../accounts/deletion.ts';
import { accountOf, json, type ManageCall, type ManageOperation } from '../contract/call.ts';
import { Problem } from '../problem/problem.ts';

/** Milliseconds: a gateway, and the command line, wait for an answer longer than that. */
const BUDGET = 20_000;

/** 202 until it is done. What it could not do by then, or while the store fails, is owed. */
export const deleteAccount: ManageOperation = async (call) => {
  const { accountId = '' } = call.path;
  const { deletions, now } = call.services;
  const known = await deletions.find(accountId);
  requireConfirmation(call, known?.accountId ?? (await accountOf(call)).id);
  const deletion = known ?? (await begun(call, accountId));
  const isLeft = await deletions.advance(deletion, now() + BUDGET).catch(() => true);
  return isLeft
    ? answer(202, deletion, await deletions.progress(deletion))
    : answer(200, deletion, { documentsLeft: 0, endsAfter: new Date(now()).toISOString() });
};

/** The entry of the administrators' log stays open until the deletion is done. */
async function begun({ services, entry, keepOpen }: ManageCall, accountId: string): Promise<Deletion> {
  if (!entry) throw new Problem('changed-meanwhile', 'The account was just deleted by another request.');
  // The answer of the store may be lost, and the account out of use.
  keepOpen(true);
  const deletion = await services.deletions.begin(accountId, entry);
  // Another request may have been faster: then the entry of that one is completed at the end.
  keepOpen(deletion.entryId === entry.id);
  return deletion;
}

/** @throws Problem */
function requireConfirmation({ query }: ManageCall, accountId: string): void {
  if (query.confirm === accountId) return;
  throw new Problem(
    'needs-confirmation',
    'Nothing was deleted. This removes all users, groups, fields, tokens and logs of the account, and cannot be undone.',
    { remedy: `Export the account first. To proceed, repeat the request with ?confirm=${accountId}.` },
  );
}

const answer = (status: 200 | 202, { accountId, since }: Deletion, progress: DeletionProgress) =>
  json(status, { account: accountId, since, isDone: status === 200, ...progress, kept: KEPT });
