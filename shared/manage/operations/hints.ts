/** What to try when a list is empty: sentences that depend on what was asked for. */

import type { AdministratorsQuery } from '../../administrators-log/entry.ts';
import type { LogQuery } from '../../provisioning-log/entry.ts';

const DAY = 86_400_000;

/** @param days for which the account keeps its log; @param now milliseconds since the epoch */
export function hintsForLog(query: Omit<LogQuery, 'limit'>, days: number, now: number): readonly string[] {
  const { subject, outcome, from, to, cursor } = query;
  const isFiltered = FILTERS.some((name) => query[name] !== undefined);
  if (cursor !== undefined) return [LAST_PAGE];
  const begins = new Date(now - days * DAY).toISOString();
  const hints = [
    ...(subject === undefined ? [] : [SUBJECT]),
    ...(outcome === undefined ? [] : [OTHER_OUTCOMES[outcome]]),
    ...(isFiltered ? [WHOLE_VALUES] : []),
    ...(to !== undefined && to <= begins
      ? [`The log keeps ${days} days: what happened before ${begins.slice(0, 10)} is not in it any more.`]
      : []),
    ...(from === undefined && to === undefined ? [] : [LONGER]),
  ];
  return [...(hints.length > 0 ? hints : [nothingCame(days)]), ...(subject === undefined ? [] : [EXPLAIN])];
}

const LAST_PAGE = 'The page before was the last one: leave out cursor to begin anew.';

const LONGER = 'Ask for a longer time, in UTC.';

const SUBJECT =
  'subject is a part of a userName or displayName, or a whole id or externalId: check the spelling, or give less of the name.';

const FILTERS = ['operation', 'code', 'tokenId', 'resourceId'] as const;

const WHOLE_VALUES =
  'operation, code, token and resource are whole values, as the entries have them: leave out one of them.';

const OTHER_OUTCOMES: Readonly<Record<NonNullable<LogQuery['outcome']>, string>> = {
  refused: 'Leave out outcome: nothing was refused, but there may have been changes.',
  success: 'Leave out outcome: a request may have been refused, or had nothing to change.',
  unchanged: 'Leave out outcome: a request may have been refused, or changed something.',
};

const EXPLAIN =
  'Ask for the explanation of this user (why): it looks for other names, too, and says what to check in Entra ID.';

const nothingCame = (days: number): string =>
  `No client has changed anything, or was refused, for ${days} days; look-ups leave no entry, nor do requests with a token that is none of the account's, which the status counts. The list of tokens says when each was last used: if none was, enter Base URL and token in Entra ID and start provisioning.`;

export function hintsForAdministratorsLog(query: Omit<AdministratorsQuery, 'limit'>): readonly string[] {
  const { operation, from, to, cursor } = query;
  if (cursor !== undefined) return [LAST_PAGE];
  const hints = [
    ...(operation === undefined
      ? []
      : ['Leave out operation: the account may have been changed by another one.']),
    ...(from === undefined && to === undefined ? [] : [LONGER]),
  ];
  return [...(hints.length > 0 ? hints : [NOT_BY_HAND]), BY_CLIENTS];
}

const NOT_BY_HAND = 'Nothing has been changed through the manage API or the command line.';
const BY_CLIENTS = 'What clients such as Entra ID have changed is in the provisioning log.';

interface AskedPage {
  readonly search?: string | undefined;
  /** By active, group or field. */
  readonly isFiltered?: boolean;
  readonly startIndex: number;
  readonly totalResults: number;
}

export function hintsForPeople(what: 'users' | 'groups', page: AskedPage): readonly string[] {
  const { search, isFiltered, startIndex, totalResults } = page;
  if (totalResults > 0 && startIndex > totalResults)
    return [`There are ${totalResults} in all: begin with an earlier row.`];
  if (isFiltered) return [FEWER_FILTERS, ...(search === undefined ? [] : [SEARCH[what]])];
  if (search !== undefined) return [SEARCH[what], ...(what === 'users' ? [EXPLAIN] : [])];
  return [EMPTY[what], 'The log of refused requests says whether any were tried.'];
}

const FEWER_FILTERS =
  'No user has all that is asked for: leave out one of active, group and field; value is a whole value.';

const SEARCH = {
  users:
    'search is a part of a userName, displayName or e-mail address: check the spelling, or give less of it.',
  groups: 'search is a part of a displayName: check the spelling, or give less of it.',
} as const;

const EMPTY = {
  users:
    'No user has been provisioned yet: in Entra ID assign users to the application and start provisioning; one user is tried with Provision on demand.',
  groups:
    'No group has been provisioned yet: in Entra ID assign groups to the application, and see that the mapping of groups is enabled.',
} as const;

interface AskedMembers {
  readonly search?: unknown;
  readonly cursor?: unknown;
  readonly nextCursor?: unknown;
}

export function hintsForMembers({ search, cursor, nextCursor }: AskedMembers): readonly string[] {
  if (nextCursor !== undefined)
    return ['None of the members that were looked through is called so: go on with nextCursor.'];
  if (search !== undefined)
    return ['search is a part of a userName or displayName: check the spelling, or give less of it.'];
  if (cursor !== undefined) return [LAST_PAGE];
  return ['The group has no members: in Entra ID add users to it; the next cycle sends them.'];
}
