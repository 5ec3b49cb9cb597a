/** What an administrator has to know about the row of a field: its values, its type, its source. */

import type { Field, FieldType } from '../field.ts';
import type { FieldRow } from './rows.ts';

export type Typed = Pick<FieldRow, 'type' | 'alternativeType'>;

export const notesOf = (field: Field, typed: Typed, source: FieldRow['source']): readonly string[] => [
  ...valueNotes[field.type](field),
  ...typeNotes(typed),
  ...(field.required ? [requiredNote(field)] : []),
  ...sourceNotes(field, source),
];

const valueNotes: Readonly<Record<FieldType, (field: Field) => readonly string[]>> = {
  text: () => [],
  number: () => [
    'String, because Integer has no decimals: as text, the digits arrive unchanged (12.50 stays 12.50) and are stored as a number.',
  ],
  currency: () => ['An amount, or an amount and an ISO 4217 code: 12.50 or 12.50 EUR.'],
  date: () => ['A date (2026-01-31) or a date-time.'],
  dateTime: () => ['A date-time (2026-01-31T09:30:00Z).'],
  yesNo: () => ['true or false.'],
  dropdown: ({ options = [] }) => [
    `One of these, letter for letter: ${options.join(', ')}. Any other value is refused.`,
  ],
  user: () => [
    'If the portal refuses Reference for a custom attribute, choose String, and look at one user with Provision on demand: the value has to be the id that this endpoint gave to the other user, not an object id of Entra.',
  ],
};

function typeNotes({ type, alternativeType }: Typed): string[] {
  if (alternativeType)
    return [`Choose ${alternativeType} only if the source is a ${alternativeType} in Entra ID, not text.`];
  return type === 'DateTime' ? ['Choose String if the source is a text attribute with such values.'] : [];
}

const requiredNote = ({ type }: Field): string =>
  type === 'user'
    ? 'The account requires this field, but Entra ID sends references only after it has created the user: do not tick Required, and make the field optional in the account; otherwise no user is created.'
    : 'Required: a user without a value is not created.';

function sourceNotes({ type }: Field, source: FieldRow['source']): string[] {
  if (source?.placeholder) {
    return [
      `${source.attribute} is a placeholder: choose the attribute that holds this value in your directory, and do not map the field until you know it.`,
    ];
  }
  if (source) return [];
  return type === 'user'
    ? ['The manager is the only reference of a user that Entra can provision, so this field has no source.']
    : ['All 15 extension attributes are used above already: use a directory extension as the source.'];
}
