/** What a new list of fields does to an account: what it will hold, and which stored values are concerned. */

import { type Field, hasOptions } from '../kissflow/field.ts';
import type { Account, FormerField } from './account.ts';
import { MAX_FIELDS } from './fields.ts';
import { invalidInput } from './input.ts';

/** Which stored values a change of a field concerns. */
export type AffectedField =
  | { readonly id: string; readonly reason: 'removed' | 'retyped' }
  /** Values that are among these options. */
  | { readonly id: string; readonly reason: 'options removed'; readonly options: readonly string[] }
  /** Of a dropdown that returns, whose former options are not known: values that are not among these. */
  | { readonly id: string; readonly reason: 'options removed'; readonly optionsLeft: readonly string[] };

interface FieldPlan {
  readonly fields: readonly Field[];
  readonly formerFields: readonly FormerField[];
  readonly affected: readonly AffectedField[];
}

type AccountFields = Pick<Account, 'fields' | 'formerFields'>;

/**
 * Fields are matched without regard to case, and keep the spelling they had: users' values are stored under it.
 * @param wanted the whole new list, as readFields gives it
 */
export function planFields(
  { fields: before, formerFields = [] }: AccountFields,
  wanted: readonly Field[],
): FieldPlan {
  const known = byId([...formerFields, ...before]);
  const fields = wanted.map((field) => ({ ...field, id: known.get(key(field))?.id ?? field.id }));
  const defined = byId(fields);
  const gone = before.filter((field) => !defined.has(key(field)));
  const kept = formerFields.filter((field) => !defined.has(key(field)));
  const former = [...kept, ...gone.map(({ id, type }) => ({ id, type }))];
  requireFieldLimit(fields.length + former.length);
  return {
    fields,
    formerFields: former,
    affected: [
      ...gone.map(({ id }): AffectedField => ({ id, reason: 'removed' })),
      ...fields.flatMap((field) => concerned(known.get(key(field)), field)),
    ],
  };
}

/** A field that returns with another type meets the values of the old one, as one that is retyped does. */
function concerned(before: FormerField | Field | undefined, { id, type, options }: Field): AffectedField[] {
  if (!before) return [];
  if (before.type !== type) return [{ id, reason: 'retyped' }];
  if (!hasOptions(type)) return [];
  if (!('options' in before)) return [{ id, reason: 'options removed', optionsLeft: options ?? [] }];
  const left = new Set(options);
  const lost = (before.options ?? []).filter((option) => !left.has(option));
  return lost.length === 0 ? [] : [{ id, reason: 'options removed', options: lost }];
}

const key = ({ id }: { readonly id: string }): string => id.toLowerCase();

const byId = <One extends { readonly id: string }>(all: readonly One[]): ReadonlyMap<string, One> =>
  new Map(all.map((one) => [key(one), one]));

/** Removed fields are remembered for good: their number is what bounds the account's document. */
function requireFieldLimit(ids: number): void {
  if (ids <= MAX_FIELDS) return;
  const detail = `An account can have had ${MAX_FIELDS} different fields, removed ones counted: use one of them again.`;
  throw invalidInput({ at: 'fields', detail });
}
