/** The list of fields as one verb of `kissflow-scim field` leaves it: the manage API takes the whole list. */

import { hasOptions } from '../../shared/kissflow/field.ts';
import type { Field, FieldType, FormerField } from '../../shared/manage/contract/manage-api.ts';
import { assigned } from '../../shared/scim/json.ts';
import { misused, refused } from '../../terminal/command-error.ts';
import type { Partly } from '../manage/manage-client.ts';

export type Fields = readonly Partly<Field>[];
export type FormerFields = readonly Partly<FormerField>[];

/** What of a field the command line names. */
export interface FieldDefinition {
  readonly name?: string;
  readonly type?: FieldType;
  readonly required?: boolean;
  readonly option?: readonly string[];
}

export interface Edited {
  readonly fields: Fields;
  /** Ids of all removed fields that retire; those that do go on when left out. */
  readonly retiring?: readonly string[];
}

export function added(fields: Fields, id: string, { name, type, required, option }: FieldDefinition): Fields {
  if (fields.some((field) => isNamed(field, id))) {
    throw refused(
      `The account has a field ${id} (case is ignored): change it with kissflow-scim field change.`,
    );
  }
  const field = { id, name: name ?? id, type: type ?? 'text', required: required ?? false };
  return [...fields, option ? { ...field, options: option } : field];
}

export function changed(fields: Fields, id: string, given: FieldDefinition): Fields {
  const { name, type, required, option } = given;
  if ([name, type, required, option].every((value) => value === undefined)) {
    throw misused('field change needs something to change: see --help.');
  }
  const field = found(fields, id);
  const { options, ...rest } = field;
  const next = { ...rest, ...assigned({ name, type, required }) };
  // A dropdown that becomes something else leaves its choices behind.
  const choices = option ?? (hasOptions(String(type ?? field.type)) ? options : undefined);
  return fields.map((one) => (one === field ? { ...next, ...(choices ? { options: choices } : {}) } : one));
}

/** One that retires already is a removed field: its retirement ends. */
export function removed(fields: Fields, former: FormerFields, id: string): Edited {
  const others = retiringIn(former).filter((field) => !isNamed(field, id));
  const isRetiring = others.length < retiringIn(former).length;
  const field = isRetiring ? undefined : found(fields, id);
  return { fields: fields.filter((one) => one !== field), retiring: idsOf(others) };
}

export function retired(fields: Fields, former: FormerFields, id: string): Edited {
  const field = [...fields, ...former].find((one) => isNamed(one, id)) ?? found(fields, id);
  return {
    fields: fields.filter((one) => one !== field),
    retiring: idsOf([...retiringIn(former).filter((one) => one !== field), field]),
  };
}

const retiringIn = (former: FormerFields): FormerFields => former.filter(({ retiring }) => retiring === true);
const idsOf = (fields: FormerFields) => fields.map(({ id = '' }) => id);

export function restored(fields: Fields, former: FormerFields, id: string): Fields {
  const field = former.find((one) => isNamed(one, id));
  if (!field) throw refused(`No field ${JSON.stringify(id)} was removed: see kissflow-scim field list.`);
  const { removedAt: _, retiring: _retiring, ...definition } = field;
  if (hasOptions(String(field.type)) && !definition.options)
    throw refused(
      `The options of ${id} are not known any more: use kissflow-scim field add with --type ${field.type} and --option.`,
    );
  return [...fields, { name: id, required: false, ...definition }];
}

function found(fields: Fields, id: string): Partly<Field> {
  const field = fields.find((one) => isNamed(one, id));
  if (field) return field;
  throw refused(`The account has no field ${JSON.stringify(id)}: see kissflow-scim field list.`);
}

const isNamed = (field: { readonly id?: string | undefined }, id: string): boolean =>
  typeof field.id === 'string' && field.id.toLowerCase() === id.toLowerCase();
