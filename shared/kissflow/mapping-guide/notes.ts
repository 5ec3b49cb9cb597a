/** What an administrator has to know about the row of a field: its values, its type, its source. */

import { type Field, isReference } from '../field.ts';
import { fieldTypes } from '../field-types.ts';
import type { FieldRow } from './rows.ts';

export type Typed = Pick<FieldRow, 'type' | 'alternativeType'>;

export const notesOf = (field: Field, typed: Typed, source: FieldRow['source']): readonly string[] => [
  ...valueNotes(field),
  ...typeNotes(typed),
  ...(field.required ? [requiredNote(field)] : []),
  ...sourceNotes(field, source),
];

function valueNotes({ type, options = [] }: Field): string[] {
  const note = fieldTypes[type].note?.(options);
  return note === undefined ? [] : [note];
}

function typeNotes({ type, alternativeType }: Typed): string[] {
  if (alternativeType)
    return [`Choose ${alternativeType} only if the source is a ${alternativeType} in Entra ID, not text.`];
  return type === 'DateTime' ? ['Choose String if the source is a text attribute with such values.'] : [];
}

const requiredNote = ({ type }: Field): string =>
  isReference(type)
    ? 'The account requires this field, but Entra ID sends references only after it has created the user: do not tick Required, and make the field optional in the account; otherwise no user is created.'
    : 'Required: a user without a value is not created.';

function sourceNotes({ type }: Field, source: FieldRow['source']): string[] {
  if (source?.placeholder) {
    return [
      `${source.attribute} is a placeholder: choose the attribute that holds this value in your directory, and do not map the field until you know it.`,
    ];
  }
  if (source) return [];
  return isReference(type)
    ? ['The manager is the only reference of a user that Entra can provision, so this field has no source.']
    : ['All 15 extension attributes are used above already: use a directory extension as the source.'];
}
