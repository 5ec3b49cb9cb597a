/**
 * The mapping guide: for one account, what an administrator changes, deletes and adds among the mappings of Entra ID.
 * Data; `markdown.ts` and `graph.ts` turn it into text and into a schema file.
 */

import { ENTERPRISE_USER, extensionUrn } from '../extension-schema.ts';
import { type Field, isReference } from '../field.ts';
import { type FieldType, fieldTypes } from '../field-types.ts';
import { changedForUsers, groupMappings, isCore, isList, mappedForUsers } from './defaults.ts';
import { notesOf, type Typed } from './notes.ts';
import type { DefaultRow, FieldRow, RemovedRow } from './rows.ts';
import { suggestSources } from './sources.ts';

export interface MappingGuide {
  readonly accountId: string;
  /** URN under which the account's fields stand. */
  readonly extension: string;
  /** To add to the attribute list, and to map. */
  readonly fields: readonly FieldRow[];
  readonly users: {
    readonly change: readonly DefaultRow[];
    readonly remove: readonly RemovedRow[];
    /** Takes one value, and the usual source is a list: the whole user would be refused. */
    readonly removeUnlessSingle: readonly RemovedRow[];
    /** Other targets that Entra maps of itself and that work as they are. */
    readonly keep: readonly string[];
  };
  readonly groups: readonly DefaultRow[];
}

export function mappingGuide({ id, fields }: { id: string; fields: readonly Field[] }): MappingGuide {
  const extension = extensionUrn(id);
  const sources = suggestSources(fields);
  const rows = fields.map((field, index) => fieldRow(extension, field, sources[index]));
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

function fieldRow(extension: string, field: Field, source: FieldRow['source']): FieldRow {
  const typed = typeFor(field.type, source);
  return {
    field: field.id,
    name: field.name,
    // RFC 7643 §2.3.8: a user field is complex; what refers to the user is its sub-attribute.
    target: `${extension}:${field.id}${isReference(field.type) ? '.value' : ''}`,
    ...typed,
    ...(isReference(field.type) && REFERENCE),
    // Entra sends references in a later request, after it created the user; the topmost manager has none.
    required: field.required && !isReference(field.type),
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
