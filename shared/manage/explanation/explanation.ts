/**
 * Why is Ann not provisioned? Facts in, sentences and their structure out. This room reads nothing: operations/explanation.ts
 * gathers the facts.
 */

import type { LogEntry } from '../../provisioning-log/entry.ts';
import { assigned } from '../../scim/json.ts';
import { type Cause, suspected } from './causes.ts';
import type { Facts, FoundUser, TokenUse } from './facts.ts';
import type { Finding } from './finding.ts';
import { presence } from './presence.ts';
import { refusalIn, requestFindings } from './requests.ts';
import { silence } from './silence.ts';
import { deletionIn, disablingIn, failedDisabling, type State, stateFindings, stateOf } from './state.ts';

export interface Explanation {
  readonly asked: string;
  readonly state: State;
  /** True of a user who should have been disabled by a request that was refused. */
  readonly isStillActive: boolean;
  readonly user?: FoundUser;
  readonly otherUsers: readonly FoundUser[];
  /** The user who has the name that the person should get. */
  readonly holder?: FoundUser;
  /** In the order in which they are read. */
  readonly findings: readonly Pick<Finding, 'code' | 'text'>[];
  /** What to do, in this order. */
  readonly steps: readonly string[];
  /** Of a disabled user: causes in Entra ID that are not ruled out. */
  readonly causes: readonly Cause[];
  readonly disabledBy?: LogEntry;
  readonly deletedBy?: LogEntry;
  readonly lastRequest?: LogEntry;
  readonly lastRefusal?: LogEntry;
  /** Known when neither a user nor an entry is. */
  readonly lastContact?: TokenUse;
}

/** A person who should have no access has it. */
const isUrgent = ({ code }: Finding): boolean => code === 'still-active';

export function explain(facts: Facts): Explanation {
  const { asked, user, others, entries, holder, contact, now } = facts;
  const found = [...presence(facts), ...stateFindings(facts), ...requestFindings(facts), ...silence(facts)];
  const disabledBy = user && !user.active ? disablingIn(entries, user) : undefined;
  return assigned({
    asked,
    state: stateOf(facts),
    isStillActive: user?.active === true && failedDisabling(user, entries) !== undefined,
    user,
    otherUsers: others,
    holder,
    findings: found.map(({ code, text }) => ({ code, text })),
    steps: [...new Set([...found.filter(isUrgent), ...found].flatMap(({ steps = [] }) => steps))],
    causes: user && !user.active ? suspected(user, disabledBy, now).causes : [],
    disabledBy,
    deletedBy: user ? undefined : deletionIn(entries),
    lastRequest: entries[0],
    lastRefusal: refusalIn(entries),
    lastContact: contact?.lastUse,
  });
}
