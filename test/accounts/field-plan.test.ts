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
const AT = '2026-01-31T09:00:00.000Z';

const planned = (account: Parameters<typeof planFields>[0], wanted: readonly Field[], retiring?: string[]) =>
  planFields(account, wanted, { at: AT, retiring });

const before: Pick<Account, 'fields' | 'formerFields'> = { fields: [text, office], formerFields: [] };

describe('a plan of a new field list', () => {
  it('the same list concerns nobody', () => {
    expect(planned(before, before.fields)).toEqual({ ...before, affected: [] });
  });

  it.each<[string, readonly Field[]]>([
    ['a field added', [text, office, { ...text, id: 'New' }]],
    ['a name changed', [{ ...text, name: 'Number' }, office]],
    ['options added and reordered', [text, { ...office, options: ['C', 'B', 'A'] }]],
    ['another order', [office, text]],
  ])('%s concerns no stored value', (_, wanted) => {
    expect(planned(before, wanted)).toEqual({ fields: wanted, formerFields: [], affected: [] });
  });

  it.each([
    ['that becomes required', [{ ...text, required: true }, office], 'Employee_ID'],
    ['that is new and required', [text, office, { ...text, id: 'New', required: true }], 'New'],
  ])('a field %s concerns those without a value', (_, wanted, id) => {
    expect(planned(before, wanted).affected).toEqual([{ id, reason: 'required' }]);
  });

  it('a field that retires is a removed one for which values are dropped, until that is ended', () => {
    const retired = planned(before, [office], ['EMPLOYEE_ID']);
    expect(retired).toMatchObject({
      formerFields: [{ id: 'Employee_ID', retiring: true }],
      affected: [{ id: 'Employee_ID', reason: 'retired' }],
    });
    expect(planned(retired, [office]).formerFields).toEqual(retired.formerFields);
    // What is still sent for it will be refused.
    expect(planned(retired, [office], [])).toEqual({
      fields: [office],
      formerFields: [{ ...text, removedAt: AT }],
      affected: [{ id: 'Employee_ID', reason: 'removed' }],
    });
    expect(problemsOf(() => planned(before, [text, office], ['Office']))).toEqual([
      expect.stringMatching(/^retiring \| "Office" is no removed field/),
    ]);
  });

  it('options of the fields removed first are forgotten where all are too many for one document', () => {
    const options = Array.from({ length: 500 }, (_, n) => `${n}`.padEnd(200, 'x'));
    const [first, second] = ['A', 'B'].map((id) => ({ ...office, id, options }));
    if (!first || !second) throw new TypeError('two dropdowns');
    const earlier = { ...first, removedAt: '2026-01-01T00:00:00.000Z' };
    const { options: _, ...forgotten } = earlier;
    expect(planned({ fields: [second], formerFields: [earlier] }, []).formerFields).toEqual([
      forgotten,
      { ...second, removedAt: AT },
    ]);
  });

  it('a removed field is remembered as it was defined, with the time', () => {
    expect(planned(before, [office])).toEqual({
      fields: [office],
      formerFields: [{ ...text, removedAt: AT }],
      affected: [{ id: 'Employee_ID', reason: 'removed' }],
    });
  });

  it('a retyped field, and a dropdown that loses options', () => {
    const wanted: Field[] = [
      { ...text, type: 'number' },
      { ...office, options: ['B'] },
    ];
    expect(planned(before, wanted).affected).toEqual([
      { id: 'Employee_ID', reason: 'retyped' },
      { id: 'Office', reason: 'options removed', options: ['A'] },
    ]);
  });

  it('a dropdown that becomes a text is retyped, whatever its options were', () => {
    const { options: _, ...plain } = office;
    expect(planned(before, [text, { ...plain, type: 'text' }]).affected).toEqual([
      { id: 'Office', reason: 'retyped' },
    ]);
  });

  it('a field keeps the spelling that users’ values stand under', () => {
    expect(planned(before, [{ ...text, id: 'EMPLOYEE_ID' }, office])).toEqual({ ...before, affected: [] });
  });

  it('a field that returns has its old spelling, concerns nobody, and is no former field any more', () => {
    const removed = planned(before, [office]);
    expect(planned(removed, [office, { ...text, id: 'employee_id' }])).toEqual({
      fields: [office, text],
      formerFields: [],
      affected: [],
    });
  });

  it('a field that returns with another type is retyped', () => {
    const removed = planned(before, [office]);
    expect(planned(removed, [office, { ...text, type: 'yesNo' }]).affected).toEqual([
      { id: 'Employee_ID', reason: 'retyped' },
    ]);
  });

  it('former fields stay remembered through later changes', () => {
    const removed = planned(before, []);
    expect(planned(removed, [{ ...text, id: 'New' }]).formerFields).toEqual([
      { ...text, removedAt: AT },
      { ...office, removedAt: AT },
    ]);
  });

  it('fields called constructor or toString are fields like any other', () => {
    const wanted = ['constructor', 'toString'].map((id) => ({ ...text, id }));
    expect(planned({ fields: [] }, wanted)).toEqual({ fields: wanted, formerFields: [], affected: [] });
  });

  it('an account remembers 1000 fields and no more', () => {
    const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ ...text, id: `f${n}` }));
    const full = planned({ fields: numbered(1000) }, []);
    expect(planned(full, [{ ...text, id: 'f7' }]).formerFields).toHaveLength(999);
    expect(problemsOf(() => planned(full, [text]))).toEqual([
      expect.stringContaining('fields | An account can have had 1000 different fields'),
    ]);
  });
});
