import type { Account } from '../../shared/accounts/account.ts';
import { planFields } from '../../shared/accounts/field-plan.ts';
import type { Field } from '../../shared/kissflow/field.ts';
import { problemsOf } from './thrown.ts';

const text: Field = { id: 'Employee_ID', name: 'Employee ID', type: 'text', required: false };
const office: Field = {
  id: 'Office',
  name: 'Office',
  type: 'dropdown',
  required: false,
  options: ['A', 'B'],
};
const before: Pick<Account, 'fields' | 'formerFields'> = { fields: [text, office], formerFields: [] };

describe('a plan of a new field list', () => {
  it('the same list concerns nobody', () => {
    expect(planFields(before, before.fields)).toEqual({ ...before, affected: [] });
  });

  it.each<[string, readonly Field[]]>([
    ['a field added', [text, office, { ...text, id: 'New' }]],
    ['a name changed', [{ ...text, name: 'Number' }, office]],
    ['a field required', [{ ...text, required: true }, office]],
    ['options added and reordered', [text, { ...office, options: ['C', 'B', 'A'] }]],
    ['another order', [office, text]],
  ])('%s concerns no stored value', (_, wanted) => {
    expect(planFields(before, wanted)).toEqual({ fields: wanted, formerFields: [], affected: [] });
  });

  it('a removed field is remembered by its spelling and type', () => {
    expect(planFields(before, [office])).toEqual({
      fields: [office],
      formerFields: [{ id: 'Employee_ID', type: 'text' }],
      affected: [{ id: 'Employee_ID', reason: 'removed' }],
    });
  });

  it('a retyped field, and a dropdown that loses options', () => {
    const wanted: Field[] = [
      { ...text, type: 'number' },
      { ...office, options: ['B'] },
    ];
    expect(planFields(before, wanted).affected).toEqual([
      { id: 'Employee_ID', reason: 'retyped' },
      { id: 'Office', reason: 'options removed', options: ['A'] },
    ]);
  });

  it('a dropdown that becomes a text is retyped, whatever its options were', () => {
    const { options: _, ...plain } = office;
    expect(planFields(before, [text, { ...plain, type: 'text' }]).affected).toEqual([
      { id: 'Office', reason: 'retyped' },
    ]);
  });

  it('a field keeps the spelling that users’ values stand under', () => {
    expect(planFields(before, [{ ...text, id: 'EMPLOYEE_ID' }, office])).toEqual({ ...before, affected: [] });
  });

  it('a field that returns has its old spelling, concerns nobody, and is no former field any more', () => {
    const removed = planFields(before, [office]);
    expect(planFields(removed, [office, { ...text, id: 'employee_id' }])).toEqual({
      fields: [office, text],
      formerFields: [],
      affected: [],
    });
  });

  it('a field that returns with another type is retyped', () => {
    const removed = planFields(before, [office]);
    expect(planFields(removed, [office, { ...text, type: 'yesNo' }]).affected).toEqual([
      { id: 'Employee_ID', reason: 'retyped' },
    ]);
  });

  it('former fields stay remembered through later changes', () => {
    const removed = planFields(before, []);
    expect(planFields(removed, [{ ...text, id: 'New' }]).formerFields).toEqual([
      { id: 'Employee_ID', type: 'text' },
      { id: 'Office', type: 'dropdown' },
    ]);
  });

  it('fields called constructor or toString are fields like any other', () => {
    const wanted = ['constructor', 'toString'].map((id) => ({ ...text, id }));
    expect(planFields({ fields: [] }, wanted)).toEqual({ fields: wanted, formerFields: [], affected: [] });
  });

  it('an account remembers 1000 fields and no more', () => {
    const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ ...text, id: `f${n}` }));
    const full = planFields({ fields: numbered(1000) }, []);
    expect(planFields(full, [{ ...text, id: 'f7' }]).formerFields).toHaveLength(999);
    expect(problemsOf(() => planFields(full, [text]))).toEqual([
      expect.stringContaining('fields | An account can have had 1000 different fields'),
    ]);
  });
});
