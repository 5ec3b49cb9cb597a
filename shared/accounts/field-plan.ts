/** What a new list of fields does to an account: what it will hold, and which stored values are concerned. */

import { type Field, hasOptions } from '../kissflow/field.ts';
import { compareText } from '../scim/resource/compare.ts';
import type { Account, FormerField } from './account.ts';
import { MAX_FIELDS } from './fields.ts';
import { invalidInput, quotedInput } from './input.ts';

/** Which stored values a change of a field concerns. */
export type AffectedField =
  | { readonly id: string; readonly reason: 'removed' | 'retired' | 'retyped' | 'required' }
  /** Values that are among these options. */
  | { readonly id: string; readonly reason: 'options removed'; readonly options: readonly string[] }
  /** Of a dropdown that returns, whose former options are not known: values that are not among these. */
  | { readonly id: string; readonly reason: 'options removed'; readonly optionsLeft: readonly string[] };

interface FieldPlan {
  readonly fields: readonly Field[];
  readonly formerFields: readonly FormerField[];
  readonly affected: readonly AffectedField[];
}

interface FieldChange {
  /** RFC 3339: of the change. */
  readonly at: string;
  /** Ids of removed fields that are retiring, of all that are; undefined to leave those that are as they are. */
  readonly retiring?: readonly string[] | undefined;
}

type AccountFields = Pick<Account, 'fields' | 'formerFields'>;

/**
 * Fields are matched without regard to case, and keep the spelling they had: users' values are stored under it.
 * @param wanted the whole new list, as readFields gives it
 */
export function planFields(
  { fields: before, formerFields = [] }: AccountFields,
  wanted: readonly Field[],
  { at, retiring }: FieldChange,
): FieldPlan {
  const known = byId<FormerField | Field>([
    // Which of its options users hold is not known of a field that returns.
    ...formerFields.map(({ id, type }) => ({ id, type })),
    ...before,
  ]);
  const fields = wanted.map((field) => ({ ...field, id: known.get(key(field))?.id ?? field.id }));
  const defined = byId(fields);
  const gone = before.filter((field) => !defined.has(key(field)));
  const kept = formerFields.filter((field) => !defined.has(key(field)));
  const removed = [...kept, ...gone.map((field): FormerField => ({ ...field, removedAt: at }))];
  requireFieldLimit(fields.length + removed.length);
  const isRetiring = retirement(removed, retiring);
  return {
    fields,
    formerFields: withinSize(removed.map((field) => asFormer(field, isRetiring(field)))),
    affected: [
      ...affectedByRemoval(gone, kept, isRetiring),
      ...fields.flatMap((field) => concerned(known.get(key(field)), field)),
    ],
  };
}

type IsRetiring = (field: FormerField) => boolean;

/** Of the fields that are removed behind the change. @throws AccountError `invalid` when another one is to retire */
function retirement(removed: readonly FormerField[], retiring: readonly string[] | undefined): IsRetiring {
  if (!retiring) return (field) => field.retiring === true;
  const known = byId(removed);
  const other = retiring.find((id) => !known.has(id.toLowerCase()));
  if (other !== undefined) {
    const detail = `${quotedInput(other)} is no removed field: only a field that is left out of fields can retire.`;
    throw invalidInput({ at: 'retiring', detail });
  }
  const chosen = new Set(retiring.map((id) => id.toLowerCase()));
  return (field) => chosen.has(key(field));
}

function asFormer({ retiring: _, ...field }: FormerField, isRetiring: boolean): FormerField {
  return isRetiring ? { ...field, retiring: true } : field;
}

/** Also where a retirement ends: what was dropped is refused from then on. */
const affectedByRemoval = (
  gone: readonly FormerField[],
  kept: readonly FormerField[],
  isRetiring: IsRetiring,
): AffectedField[] => [
  ...gone.map(
    (field): AffectedField => ({ id: field.id, reason: isRetiring(field) ? 'retired' : 'removed' }),
  ),
  ...kept
    .filter((field) => field.retiring && !isRetiring(field))
    .map(({ id }): AffectedField => ({ id, reason: 'removed' })),
];

/** A field that returns with another type meets the values of the old one, as one that is retyped does. */
function concerned(before: FormerField | Field | undefined, field: Field): AffectedField[] {
  const isRequired = field.required && before?.required !== true;
  return [
    ...hidden(before, field),
    ...(isRequired ? [{ id: field.id, reason: 'required' } satisfies AffectedField] : []),
  ];
}

function hidden(before: FormerField | Field | undefined, { id, type, options }: Field): AffectedField[] {
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

/** UTF-16 units of all former fields as JSON, with their options. */
const MAX_FORMER = 200_000;

/** The account's document has a limit: beyond it, options of the fields that were removed first are forgotten. */
function withinSize(former: readonly FormerField[]): readonly FormerField[] {
  let excess = JSON.stringify(former).length - MAX_FORMER;
  const forgotten = new Set<FormerField>();
  for (const field of former.filter(({ options }) => options).sort(byRemoval)) {
    if (excess <= 0) break;
    excess -= `,"options":${JSON.stringify(field.options)}`.length;
    forgotten.add(field);
  }
  return former.map((field) => (forgotten.has(field) ? withoutOptions(field) : field));
}

/** The earliest first; of one that an earlier version removed the time is not known. */
const byRemoval = (one: FormerField, other: FormerField): number =>
  compareText(one.removedAt ?? '', other.removedAt ?? '');

const withoutOptions = ({ options: _, ...field }: FormerField): FormerField => field;

/** Removed fields are remembered for good: their number is what bounds the account's document. */
function requireFieldLimit(ids: number): void {
  if (ids <= MAX_FIELDS) return;
  const detail = `An account can have had ${MAX_FIELDS} different fields, removed ones counted: use one of them again.`;
  throw invalidInput({ at: 'fields', detail });
}
