/** Whether the user has access: active, disabled or deleted, since when and by which request. */

import type { LogEntry } from '../../provisioning-log/entry.ts';
import { causesFinding, suspected } from './causes.ts';
import type { Facts, FoundUser } from './facts.ts';
import { type Finding, requestOf, when } from './finding.ts';

export type State = 'active' | 'disabled' | 'deleted' | 'absent';

export function stateOf({ user, entries }: Facts): State {
  if (user) return user.active ? 'active' : 'disabled';
  return deletionIn(entries) ? 'deleted' : 'absent';
}

/** The request that disabled the user; undefined when the log does not know it any more. */
export const disablingIn = (entries: readonly LogEntry[], { id }: FoundUser): LogEntry | undefined =>
  entries.find(({ resourceId, event, attributes }) => {
    if (resourceId !== id) return false;
    const active = attributes.find(({ attribute }) => attribute === 'active');
    return event === 'disabled' || (event === 'created' && active?.after === false);
  });

/** Of a user who is not there: what it was deleted by. */
export const deletionIn = (entries: readonly LogEntry[]): LogEntry | undefined =>
  entries.find(({ event }) => event === 'deleted');

export function stateFindings(facts: Facts): readonly Finding[] {
  const { user, entries, now } = facts;
  if (!user) return deletionIn(entries) ? [deleted(entries, now)].flat() : [];
  const earlier = entries.find(({ event, resourceId }) => event === 'deleted' && resourceId !== user.id);
  const state = user.active ? [active(user, entries)] : disabled(facts, user);
  return [...state, ...(earlier ? [recreated(earlier)] : [])];
}

/** The refusal after which a user is active who should not be. */
export function failedDisabling({ id }: FoundUser, entries: readonly LogEntry[]): LogEntry | undefined {
  const own = entries.filter(({ resourceId }) => resourceId === id);
  const at = own.findIndex(({ leavesActive }) => leavesActive === true);
  const since = own.slice(0, Math.max(at, 0));
  return since.some(({ event }) => event === 'restored' || event === 'disabled') ? undefined : own[at];
}

function active(user: FoundUser, entries: readonly LogEntry[]): Finding {
  const refusal = failedDisabling(user, entries);
  if (!refusal) return { code: 'active', text: 'The user is active.' };
  return {
    code: 'still-active',
    text: `The user is still active, although the client asked on ${when(refusal.at)} to disable it: ${requestOf(refusal)} was refused with ${refusal.status}.`,
    steps: [
      'Take the access away in Kissflow now, if it must not wait. Entra ID repeats the request later; when the reason of the refusal is gone, the user is disabled.',
    ],
  };
}

function disabled({ entries, now, logDays }: Facts, user: FoundUser): readonly Finding[] {
  const entry = disablingIn(entries, user);
  const text = entry
    ? `The user has been disabled since ${when(entry.at)}, by ${requestOf(entry)}.`
    : `The user is disabled. The log, which keeps ${logDays} days, does not know by which request; the last change was on ${when(user.lastModified)}.`;
  return [{ code: 'disabled', text }, causesFinding(suspected(user, entry, now))];
}

const DAY = 86_400_000;
/** Days for which the id of a deleted user can be brought back. */
const DAYS_KEPT = 30;

function deleted(entries: readonly LogEntry[], now: number): readonly Finding[] {
  const entry = deletionIn(entries);
  if (!entry) return [];
  const until = Date.parse(entry.at) + DAYS_KEPT * DAY;
  const importable =
    now < until
      ? `Until ${when(new Date(until).toISOString())} an import of an earlier export brings the user back with the same id.`
      : 'The id is not used again.';
  return [
    {
      code: 'deleted',
      text: `The user was deleted on ${when(entry.at)}, by ${requestOf(entry)}. Entra ID sends a DELETE 30 days after the user was deleted in the directory, or when it is deleted there permanently. ${importable}`,
      steps: [
        'If the person should have access: create or restore the user in Entra ID and assign it to the application. It is created here as a new user, under another id and without its former group memberships.',
      ],
    },
  ];
}

const recreated = ({ at, resourceId }: LogEntry): Finding => ({
  code: 'recreated',
  text: `An earlier user of this name or externalId (id ${resourceId ?? 'unknown'}) was deleted on ${when(at)}; the present one is another.`,
});
