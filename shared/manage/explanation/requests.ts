/** What the client last asked about the person, and what was refused. */

import type { LogEntry, LoggedEvent } from '../../provisioning-log/entry.ts';
import { remedyOf } from '../../scim/error.ts';
import type { Facts } from './facts.ts';
import { type Finding, requestOf, when } from './finding.ts';

const HAPPENED: Readonly<Record<LoggedEvent, string>> = {
  created: 'it created the user',
  disabled: 'it disabled the user',
  restored: 'it enabled the user again',
  renamed: 'it renamed the user',
  changed: 'it changed the user',
  'members-changed': 'it changed members',
  deleted: 'it deleted the user',
};

export const refusalIn = (entries: readonly LogEntry[]): LogEntry | undefined =>
  entries.find(({ outcome }) => outcome === 'refused');

export function requestFindings({ entries, user }: Facts): readonly Finding[] {
  const [last] = entries;
  const refusal = refusalIn(entries);
  if (!last) return [];
  return [
    ...(last === refusal ? [] : [lastRequest(last)]),
    ...(refusal ? [refused(refusal, entries, user !== undefined)] : []),
  ];
}

const lastRequest = (entry: LogEntry): Finding => ({
  code: 'last-request',
  text: `The last request about the user came on ${when(entry.at)} (${requestOf(entry)}): ${outcomeOf(entry)}.`,
});

function outcomeOf({ event, attributes }: LogEntry): string {
  if (event === undefined) return 'nothing had to change';
  const names = attributes.map(({ attribute }) => attribute);
  return event === 'changed' && names.length > 0
    ? `${HAPPENED.changed} (${names.join(', ')})`
    : HAPPENED[event];
}

function refused(entry: LogEntry, entries: readonly LogEntry[], isHere: boolean): Finding {
  const { at, operation, status, code, scimType, detail } = entry;
  const remedy = entry.remedy && remedyOf({ ...entry, remedy: sentence(entry.remedy) });
  const kind = code ?? scimType;
  const isLast = entries[0] === entry;
  const since = isLast || !isHere ? '' : ' Requests after it were accepted.';
  const reason = [kind, detail].filter((part) => part !== undefined).join(': ') || 'the log has no reason';
  const end = /[.!?]$/.test(reason) ? '' : '.';
  return {
    code: 'refused',
    text: `${isLast ? 'The last request' : 'An earlier request'} (${operation}) was refused on ${when(at)} with ${status}, ${reason}${end}${since}`,
    steps: remedy === undefined ? [] : [remedy],
  };
}

/** A remedy is a part of a sentence. */
function sentence(text: string): string {
  const capital = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
