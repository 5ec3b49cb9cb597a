/**
 * The mapping guide: for one account, what an administrator changes, deletes and adds among the mappings of Entra ID.
 * This room builds the guide as data and turns it into a page (`markdown.ts`) and into a schema file (`graph.ts`). It
 * never calls Entra ID or Microsoft Graph.
 */

import { ENTERPRISE_USER, extensionUrn, type Field, isUserReference, targetOf } from '../field.ts';
import { type FieldType, fieldTypes } from '../field-types.ts';
import { changedForUsers, groupMappings, isCore, isList, mappedForUsers } from './defaults.ts';
import { type DefaultRow, type FieldRow, type RemovedRow, suggestSources } from './rows.ts';

export interface MappingGuide {
  readonly accountId: string;
  /** URN of the schema extension that holds the account's fields. */
  readonly extension: string;
  /** To add to the attribute list, and to map. */
  readonly fields: readonly FieldRow[];
  readonly users: {
    readonly change: readonly DefaultRow[];
    readonly remove: readonly RemovedRow[];
    /** Takes one value, and the usual source is a list: the whole user would be refused. */
    readonly removeUnlessSingle: readonly RemovedRow[];
    /** Other targets that Entra maps by default and that work unchanged. */
    readonly keep: readonly string[];
  };
  readonly groups: readonly DefaultRow[];
}

export function mappingGuide({ id, fields }: { id: string; fields: readonly Field[] }): MappingGuide {
  const extension = extensionUrn(id);
  const sources = suggestSources(fields);
  const rows = fields.map((field, index) => fieldRow(id, field, sources[index]));
  const mapped = mappedForUsers.map(([target, source]) => removedRow(target, source, rows));
  const core = mapped.filter(({ target }) => isCore('User', target));
  return {
    accountId: id,
    extension,
    fields: rows,
    users: {
      change: changedForUsers,
      remove: mapped.filter((row) => !core.includes(row)),
      removeUnlessSingle: core.filter(({ source }) => isList(source)),
      keep: core.filter(({ source }) => !isList(source)).map(({ target }) => target),
    },
    groups: groupMappings,
  };
}

function fieldRow(accountId: string, field: Field, source: FieldRow['source']): FieldRow {
  const typed = typeFor(field.type, source);
  return {
    field: field.id,
    name: field.name,
    target: targetOf(accountId, field),
    ...typed,
    ...(isUserReference(field.type) && REFERENCE),
    // Entra sends references in a later request, after it created the user; the topmost manager has none.
    required: field.required && !isUserReference(field.type),
    multiValued: false,
    exactCase: typed.type === 'String' || typed.type === 'Reference',
    ...(source && { source }),
    ...textExpression(field.type, source),
    notes: notesOf(field, typed, source),
  };
}

const REFERENCE = { referencedObject: ENTERPRISE_USER, fallbackType: 'String' } as const;

/** Only a source that goes by the field's name is known to be a date; any other is text, as a rule. */
function typeFor(fieldType: FieldType, source: FieldRow['source']): Typed {
  const { entraType: type } = fieldTypes[fieldType];
  if (type === 'String' || type === 'Reference' || source?.placeholder === false) return { type };
  return { type: 'String', alternativeType: type };
}

/** Active Directory and LDAP keep a date as generalized time, such as 20260131093000.0Z (RFC 4517 §3.3.13). */
function textExpression(fieldType: FieldType, source: FieldRow['source']): { textExpression?: string } {
  const { dateFormat } = fieldTypes[fieldType];
  if (dateFormat === undefined) return {};
  const attribute = source?.placeholder ? source.attribute : 'extensionAttribute1';
  return { textExpression: `FormatDateTime([${attribute}], , "yyyyMMddHHmmss.fZ", "${dateFormat}")` };
}

function removedRow(target: string, source: string, fields: readonly FieldRow[]): RemovedRow {
  const instead = fields.find((row) => row.source?.attribute === source)?.target;
  return { target, source, ...(instead !== undefined && { instead }) };
}

type Typed = Pick<FieldRow, 'type' | 'alternativeType'>;

const notesOf = (field: Field, typed: Typed, source: FieldRow['source']): readonly string[] => [
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
  isUserReference(type)
    ? 'The account requires this field, but Entra ID sends references only after it has created the user: do not tick Required, and make the field optional in the account; otherwise no user is created.'
    : 'Required: a user without a value is not created.';

function sourceNotes({ type }: Field, source: FieldRow['source']): string[] {
  if (source?.placeholder) {
    return [
      `${source.attribute} is a placeholder: choose the attribute that holds this value in your directory, and do not map the field until you know it.`,
    ];
  }
  if (source) return [];
  return isUserReference(type)
    ? ['The manager is the only reference of a user that Entra can provision, so this field has no source.']
    : ['All 15 extension attributes are used above already: use a directory extension as the source.'];
}
