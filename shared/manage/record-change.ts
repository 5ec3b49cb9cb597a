/**
 * The administrators' log around an operation that changes something, or exports an account: an entry before it, without
 * which nothing is done, and its end afterwards. The router decides which operations these are.
 */

import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID } from '../accounts/account.ts';
import type { BegunEntry, ChangedSetting, EntryEnd } from '../administrators-log/entry.ts';
import type { HttpResponse } from '../http/message.ts';
import { assigned } from '../scim/json.ts';
import type { ManageCall } from './contract/call.ts';
import type { DescribedRoute } from './contract/router.ts';
import { manageFailure } from './failure.ts';

interface Noted {
  newTokenId?: string;
  changes?: readonly ChangedSetting[];
}

interface Noting {
  readonly call: ManageCall;
  readonly noted: Noted;
  readonly isOpen: () => boolean;
}

/** @throws StoreUnavailable when the entry cannot be written; what the operation throws */
export async function recorded(call: ManageCall, { described, run }: DescribedRoute): Promise<HttpResponse> {
  const accountId = accountNamed(call);
  // No account can have such an id: the operation finds none.
  if (!ACCOUNT_ID.test(accountId) || leavesNone(call)) return run(call);
  const { administratorsLog, deletions, now } = call.services;
  // Its entry is open until it is done, and nothing else can be changed meanwhile.
  if (await deletions.find(accountId)) return run(call);
  const entry = begun(call, described.operationId);
  await administratorsLog.begin(accountId, entry);
  const { call: noting, noted, isOpen } = notingOn(call, entry);
  const complete = (end: Pick<EntryEnd, 'outcome' | 'status' | 'code'>) => {
    const endedAt = new Date(now()).toISOString();
    // The change was made, and its answer counts: an entry that cannot be completed shows as begun.
    return administratorsLog.complete(accountId, entry, { ...noted, ...end, endedAt }).catch(() => undefined);
  };
  try {
    const response = await run(noting);
    if (!isOpen()) await complete({ outcome: 'done', status: response.status });
    return response;
  } catch (error) {
    const { response, code } = manageFailure(error);
    const { status } = response;
    const outcome = status < 500 ? 'refused' : 'failed';
    if (outcome === 'refused' || !isOpen())
      await complete({ outcome, status, ...(code === undefined ? {} : { code }) });
    throw error;
  }
}

/** A dry run changes nothing; a page that continues an export belongs to the entry of the first one. */
const leavesNone = ({ query }: ManageCall): boolean => query.dryRun === true || query.cursor !== undefined;

/** By the path, or by the body of a new one. */
const accountNamed = ({ path, body }: ManageCall): string => String(path.accountId ?? body.id);

const begun = ({ services, caller, path, correlationId }: ManageCall, operation: string): BegunEntry =>
  assigned({
    id: randomUUID(),
    at: new Date(services.now()).toISOString(),
    operation,
    by: caller.id,
    name: caller.name,
    from: caller.from,
    tokenId: path.tokenId?.slice(0, MAX_TOKEN_ID),
    correlationId,
  });

/** Characters of what a path may name. */
const MAX_TOKEN_ID = 64;

function notingOn(call: ManageCall, entry: BegunEntry): Noting {
  const noted: Noted = {};
  let isOpen = false;
  const noteToken = (tokenId: string) => {
    if (tokenId !== call.path.tokenId) noted.newTokenId = tokenId;
    call.noteToken(tokenId);
  };
  const noteChanges = (changes: readonly ChangedSetting[]) => {
    noted.changes = changes;
  };
  const keepOpen = (value: boolean) => {
    isOpen = value;
  };
  return { call: { ...call, entry, noteToken, noteChanges, keepOpen }, noted, isOpen: () => isOpen };
}
