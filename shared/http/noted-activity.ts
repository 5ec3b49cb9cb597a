/** What a request leaves in the counts of its account (shared/activity), when it has its answer. */

import type { ActivityRecorder } from '../activity/recorder.ts';
import type { LoggedChange } from '../protocol/context.ts';
import type { KeptEntry } from '../provisioning-log/entry.ts';
import type { Resource } from '../scim/resource/resource.ts';
import type { ResourceType } from '../scim/schema/resource-type.ts';
import type { ScimNotes } from './call.ts';
import type { RequestOutcome } from './frame.ts';

export function activityNoter(
  activity: Pick<ActivityRecorder, 'answered'>,
): (notes: ScimNotes, outcome: RequestOutcome) => void {
  return (notes, { status }) => {
    const { account, tokenId, strangerAt } = notes;
    if (strangerAt !== undefined) activity.answered({ account: strangerAt, refusal: UNKNOWN_TOKEN });
    if (account === undefined) return;
    const { change, disabledUsers, refusal } = notes.activity ?? {};
    const isDone = status < 300;
    activity.answered({
      account,
      // A token that opens nothing any more has a name in the log, but is not in use.
      tokenId: status === 401 ? undefined : tokenId,
      change: isDone ? change : undefined,
      disabledUsers: isDone ? disabledUsers : undefined,
      refusal,
      retiring: notes.retiring,
      isFailure: status === 429 || (status >= 500 && status !== 501),
    });
  };
}

const UNKNOWN_TOKEN = {
  code: 'token-unknown',
  remedy:
    'The token is not one of this account: enter the Base URL and the token of the same connection file in your identity provider, or generate another token.',
};

/** Called again when the change is tried again: the last one counts. */
export function changeNoted(
  { before, after }: LoggedChange,
  { name }: ResourceType,
  entries: readonly KeptEntry[],
): NonNullable<ScimNotes['activity']> {
  const [kept] = entries;
  const change = kept?.entry.event ?? 'unchanged';
  return { change, disabledUsers: name === 'User' ? disabled(after) - disabled(before) : 0 };
}

const disabled = (user: Resource | undefined): number => (user?.active === false ? 1 : 0);
