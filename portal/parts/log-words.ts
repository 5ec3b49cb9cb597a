/** What an entry of the provisioning log says, in words. */

import type { FieldList, LogEntry } from '../api/manage-api.ts';
import { attributeName } from './attribute-names.ts';
import { valueText } from './values.tsx';
import { changed } from './words.ts';

type Fields = FieldList['fields'];

const EVENTS: Readonly<Record<NonNullable<LogEntry['event']>, string>> = {
  created: 'Created',
  disabled: 'Disabled',
  restored: 'Enabled again',
  renamed: 'Renamed',
  changed: 'Changed',
  'members-changed': 'Members changed',
  deleted: 'Deleted',
};

const REFUSED: Readonly<Record<LogEntry['operation'], string>> = {
  create: 'Creation',
  replace: 'Change',
  modify: 'Change',
  delete: 'Deletion',
  read: 'Request',
  import: 'Import',
};

/** What the request of an entry did, or should have done. */
export function happened({ event, outcome, operation, members, count }: LogEntry): string {
  const times = count === undefined ? '' : ` (${count} times)`;
  if (outcome === 'refused') return `${REFUSED[operation]} refused${times}`;
  if (!event) return outcome === 'unchanged' ? 'Sent again, with nothing to change' : operation;
  const { added = 0, removed = 0, cleared = false } = members ?? {};
  const parts = [
    cleared && 'all removed',
    added > 0 && `${added} added`,
    removed > 0 && `${removed} removed`,
  ].filter(Boolean);
  return parts.length > 0 ? `${EVENTS[event]}: ${parts.join(', ')}` : EVENTS[event];
}

/** Values are there where the account keeps them in its log. */
export const changeText = (
  { attribute, before, after }: LogEntry['attributes'][number],
  fields: Fields,
): string => changed(attributeName(attribute, fields), valueText(before), valueText(after));
