/** What a dialog wants of the fields, as a function of those that are there: after a 412 it is applied to the newest ones. */

import type { Field, FieldList, FieldListChange } from '../../api/manage-api.ts';
import type { Difference } from '../../parts/conflict.tsx';

export type Change = (now: FieldList) => FieldListChange;

/** A second field of the same id is refused by the service. */
export const adding =
  (field: Field): Change =>
  ({ fields }) => ({ fields: [...fields, field] });

/** Also of a field that was removed, which returns so. */
export const saving =
  (field: Field): Change =>
  (now) =>
    now.fields.some(({ id }) => id === field.id)
      ? { fields: now.fields.map((one) => (one.id === field.id ? field : one)) }
      : adding(field)(now);

/** Of a field that is removed already: begins or ends its retirement. */
export const removing =
  (id: string, isRetiring: boolean): Change =>
  (now) => ({
    fields: now.fields.filter((one) => one.id !== id),
    retiring: [...retiringIn(now).filter((one) => one !== id), ...(isRetiring ? [id] : [])],
  });

const retiringIn = ({ formerFields }: FieldList): readonly string[] =>
  formerFields.filter(({ retiring }) => retiring).map(({ id }) => id);

/** Between what is there and what is to be sent. */
export function differencesOf(now: FieldList, mine: FieldListChange): readonly Difference[] {
  const ids = new Set([...now.fields, ...now.formerFields, ...mine.fields].map(({ id }) => id));
  const before = { fields: now.fields, retiring: retiringIn(now) };
  const after = { retiring: before.retiring, ...mine };
  return [...ids]
    .map((id) => ({ name: id, now: stateOf(before, id), mine: stateOf(after, id) }))
    .filter((one) => one.now !== one.mine);
}

function stateOf({ fields, retiring = [] }: FieldListChange, id: string): string {
  const field = fields.find((one) => one.id === id);
  if (!field) return retiring.includes(id) ? 'retiring' : 'not there';
  const { name, type, required, options } = field;
  return [name, type, required ? 'required' : '', options?.join(', ')].filter(Boolean).join(' · ');
}
