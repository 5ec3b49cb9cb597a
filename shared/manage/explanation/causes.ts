/** Why Entra ID disables a user: four causes, of which some can be ruled out from here. */

import type { LogEntry } from '../../provisioning-log/entry.ts';
import { fold } from '../../scim/resource/compare.ts';
import type { FoundUser } from './facts.ts';
import { type Finding, when } from './finding.ts';

export const CAUSES = {
  unassigned: 'the user is no longer assigned to the application, directly or through a group',
  'out-of-scope': 'the user no longer meets a scoping filter of the mapping',
  'deleted-in-directory': 'the user was deleted in Entra ID, where it can be restored for 30 days',
  'sign-in-blocked': 'sign-in is blocked in Entra ID (Account enabled is No)',
} as const;

export type Cause = keyof typeof CAUSES;

const CHECKS: Readonly<Record<Cause, string>> = {
  unassigned:
    'Look under Users and groups of the application: the user, or a group of which it is a direct member, has to be assigned.',
  'out-of-scope': 'Compare the user with the scoping filters of the attribute mapping.',
  'deleted-in-directory':
    'Look for the user under Deleted users in Entra ID: restored within 30 days, it is enabled here by the next cycle.',
  'sign-in-blocked': 'Look at Account enabled of the user in Entra ID.',
};

const DAY = 86_400_000;
const DAYS_UNTIL_DELETE = 30;
/** Days within which a cycle brings the DELETE. */
const TOLERANCE = 2;

interface Suspicion {
  readonly causes: readonly Cause[];
  /** A sentence: what rules the others out. */
  readonly why?: string;
}

/** @param disabling undefined when the log does not know it any more; @param now milliseconds since the epoch */
export function suspected(user: FoundUser, disabling: LogEntry | undefined, now: number): Suspicion {
  if (carriesObjectId(user))
    return {
      causes: ['deleted-in-directory'],
      why: 'The userName begins with the object id: Entra ID renames users so when they are deleted there.',
    };
  // Without an entry: it was disabled at the last change at the latest.
  const since = Date.parse(disabling?.at ?? user.lastModified);
  if (now - since > (DAYS_UNTIL_DELETE + TOLERANCE) * DAY)
    return {
      causes: ['unassigned', 'out-of-scope', 'sign-in-blocked'],
      why: `The user was not deleted there: a DELETE would have come by ${when(new Date(since + DAYS_UNTIL_DELETE * DAY).toISOString()).slice(0, 10)}.`,
    };
  return { causes: ['unassigned', 'out-of-scope', 'deleted-in-directory', 'sign-in-blocked'] };
}

const carriesObjectId = ({ userName, externalId }: FoundUser): boolean =>
  externalId !== undefined &&
  /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(externalId) &&
  fold(userName).startsWith(fold(externalId.replaceAll('-', '')));

export function causesFinding({ causes, why }: Suspicion): Finding {
  const texts = causes.map((cause) => CAUSES[cause]);
  const last = texts.at(-1) ?? '';
  const list = texts.length > 1 ? `${texts.slice(0, -1).join('; ')}; or ${last}` : last;
  const reason = why === undefined ? '' : ` ${why}`;
  return {
    code: 'causes',
    text: `${texts.length > 1 ? 'In Entra ID one of these is the cause' : 'The cause in Entra ID'}: ${list}.${reason}`,
    steps: [
      ...causes.map((cause) => CHECKS[cause]),
      'When the cause is gone, the next cycle enables the user; Provision on demand does so at once. Values and group memberships have been kept.',
    ],
  };
}
