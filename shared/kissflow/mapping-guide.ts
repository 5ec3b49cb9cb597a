/**
 * The mapping guide: for one account, what an administrator changes, deletes and adds under Provisioning > Mappings
 * in Entra ID. Data; `mapping-guide-markdown.ts` and `mapping-guide-graph.ts` turn it into text and into a schema file.
 */

import { extensionUrn } from './extension-schema.ts';
import type { Field, FieldType } from './field.ts';
import { changedForUsers, groupMappings, isCore, offeredForUsers } from './mapping-guide-defaults.ts';
import type { DefaultRow, FieldRow, RemovedRow } from './mapping-guide-rows.ts';
import { suggestSources } from './mapping-guide-sources.ts';

export interface MappingGuide {
  readonly accountId: string;
  /** URN under which the account's fields stand. */
  readonly extension: string;
  /** To add to the attribute list, and to map. */
  readonly fields: readonly FieldRow[];
  readonly users: {
    readonly change: readonly DefaultRow[];
    readonly remove: readonly RemovedRow[];
    /** Other targets that Entra offers and that work as they are. */
    readonly keep: readonly string[];
  };
  readonly groups: readonly DefaultRow[];
}

export function mappingGuide({ id, fields }: { id: string; fields: readonly Field[] }): MappingGuide {
  const extension = extensionUrn(id);
  const sources = suggestSources(fields);
  const rows = fields.map((field, index) => fieldRow(extension, field, sources[index]));
  const removed = offeredForUsers.filter(([target]) => !isCore('User', target));
  return {
    accountId: id,
    extension,
    fields: rows,
    users: {
      change: changedForUsers,
      remove: removed.map(([target, source]) => removedRow(target, source, rows)),
      keep: offeredForUsers.map(([target]) => target).filter((target) => isCore('User', target)),
    },
    groups: groupMappings,
  };
}

function fieldRow(extension: string, field: Field, source: FieldRow['source']): FieldRow {
  const { type, ...reference } = shapes[field.type];
  return {
    field: field.id,
    name: field.name,
    // RFC 7643 §2.3.8: a user field is complex; what refers to the user is its sub-attribute.
    target: `${extension}:${field.id}${field.type === 'user' ? '.value' : ''}`,
    type,
    required: field.required,
    multiValued: false,
    exactCase: type === 'String' || type === 'Reference',
    ...reference,
    ...(source && { source }),
    notes: [...typeNotes[field.type](field), ...sourceNotes(field, source)],
  };
}

function removedRow(target: string, source: string | undefined, fields: readonly FieldRow[]): RemovedRow {
  const instead = fields.find((row) => source !== undefined && row.source?.attribute === source)?.target;
  return { target, ...(source !== undefined && { source }), ...(instead !== undefined && { instead }) };
}

const shapes: Readonly<Record<FieldType, Pick<FieldRow, 'type' | 'referencedObject' | 'fallbackType'>>> = {
  text: { type: 'String' },
  number: { type: 'String' },
  currency: { type: 'String' },
  date: { type: 'DateTime' },
  dateTime: { type: 'DateTime' },
  yesNo: { type: 'Boolean' },
  dropdown: { type: 'String' },
  user: { type: 'Reference', referencedObject: 'User', fallbackType: 'String' },
};

const typeNotes: Readonly<Record<FieldType, (field: Field) => readonly string[]>> = {
  text: () => [],
  number: () => [
    'String, because Integer has no decimals: as text the digits arrive as they are (12.50 stays 12.50) and are stored as a number.',
  ],
  currency: () => ['An amount, or an amount and an ISO 4217 code: 12.50 or 12.50 EUR.'],
  date: () => [
    'A date (2026-01-31) or a date-time. Choose String if the source is a text attribute with such values.',
  ],
  dateTime: () => [
    'A date-time (2026-01-31T09:30:00Z). Choose String if the source is a text attribute with such values.',
  ],
  yesNo: () => [
    'true or false. Choose String if the source is a text attribute with the text True or False.',
  ],
  dropdown: ({ options = [] }) => [
    `One of these, letter for letter: ${options.join(', ')}. Any other value is refused.`,
  ],
  user: () => [
    'If the portal refuses Reference for a custom attribute, choose String, and look at one user with Provision on demand: the value has to be the id that this endpoint gave to the other user, not an object id of Entra.',
  ],
};

function sourceNotes({ type, required }: Field, source: FieldRow['source']): string[] {
  const notes = required ? ['Required: a user without a value is not created.'] : [];
  if (source?.placeholder) {
    notes.push(
      `${source.attribute} is a placeholder: choose the attribute that holds this value in your directory.`,
    );
  }
  if (!source && type === 'user') {
    notes.push('Of the references of a user Entra can provision the manager only: no source for this field.');
  }
  if (!source && type !== 'user') {
    notes.push('All 15 extension attributes are taken above: use a directory extension as source.');
  }
  return notes;
}
