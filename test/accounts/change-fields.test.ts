import type { Field } from '../../shared/kissflow/field.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';
import { sampleAccount } from '../sample-account.ts';
import { memoryStores } from '../stores.ts';
import { type FieldStage, KF, openFieldStage } from './stage.ts';

const { fields } = sampleAccount('reject');
const without = (id: string): readonly Field[] => fields.filter((field) => field.id !== id);
const changed = (id: string, change: Partial<Field>): readonly Field[] =>
  fields.map((field) => (field.id === id ? { ...field, ...change } : field));

const OPENED: Readonly<Record<string, () => Promise<FieldStage>>> = {
  SQLite: () => openFieldStage(),
  'Cosmos DB': async () => {
    const { connect } = await connectedDouble();
    return openFieldStage({}, { ...memoryStores(), resources: connect() });
  },
};

describe.each(Object.entries(OPENED))('a change of fields on %s', (_, open) => {
  let stage: FieldStage;
  const ask = (wanted: unknown) => stage.change(wanted, { confirm: false });
  const valuesOf = async (id: string): Promise<unknown> =>
    ((await stage.call('GET', `/Users/${id}`)).json as Record<string, unknown>)[KF];

  beforeEach(async () => {
    stage = await open();
  });

  it('that concerns no values is done at once', async () => {
    const wanted = [
      ...changed('Employee_ID', { required: true, name: 'Number' }),
      { ...fields[0], id: 'New' },
    ];
    expect(await ask(wanted)).toMatchObject({ account: { fields: wanted, version: 2 } });
    expect((await stage.call('POST', '/Users', { userName: 'ann' })).status).toBe(400);
  });

  it('that brings a field back finds its values again, whatever was written meanwhile', async () => {
    const ann = await stage.user('ann', { Employee_ID: '7', Cost_Rate: 2 });
    await stage.change(without('Employee_ID'));
    await stage.patch(ann, { op: 'replace', path: 'title', value: 'Boss' });
    expect((await stage.call('GET', '/Users?filter=Employee_ID eq "7"')).status).toBe(400);
    await stage.change(fields);
    expect(await valuesOf(ann)).toEqual({ Employee_ID: '7', Cost_Rate: 2 });
    expect((await stage.call('GET', '/Users?filter=Employee_ID eq "7"')).json).toMatchObject({
      totalResults: 1,
    });
    expect(await ask(without('Employee_ID'))).toEqual({
      needsConfirmation: [{ field: 'Employee_ID', reason: 'removed', users: 1 }],
    });
  });

  it('that removes, retypes or drops options says how many users hold values, and changes nothing', async () => {
    await stage.user('ann', { Employee_ID: '7', Cost_Rate: 0, Remote: false, Office_Location: 'London' });
    await stage.user('bea', { Employee_ID: '8', Office_Location: 'Chennai' });
    const cid = await stage.user('cid', { Employee_ID: '9', Office_Location: 'Chennai' });
    await stage.user('dan');
    await stage.call('POST', '/Groups', { displayName: 'Employee_ID' });
    await stage.user('eve', { Employee_ID: '10' });
    await stage.call('DELETE', `/Users/${cid}`);
    const wanted = without('Employee_ID').map((field) => {
      if (field.id === 'Cost_Rate' || field.id === 'Remote') return { ...field, type: 'text' };
      return field.id === 'Office_Location' ? { ...field, options: ['London', 'Paris'] } : field;
    });
    expect(await ask(wanted)).toEqual({
      needsConfirmation: [
        { field: 'Employee_ID', reason: 'removed', users: 3 },
        { field: 'Cost_Rate', reason: 'retyped', users: 1 },
        { field: 'Remote', reason: 'retyped', users: 1 },
        { field: 'Office_Location', reason: 'options removed', users: 1 },
      ],
    });
    expect(await stage.accounts.current('AcDemo')).toMatchObject({ version: 1, fields });
  });

  it('that brings a dropdown back with fewer options says how many users hold one that is left out', async () => {
    await stage.user('ann', { Office_Location: 'London' });
    await stage.user('bea', { Office_Location: 'Chennai' });
    await stage.change(without('Office_Location'));
    expect(await ask(changed('Office_Location', { options: ['Chennai', 'Paris'] }))).toEqual({
      needsConfirmation: [{ field: 'Office_Location', reason: 'options removed', users: 1 }],
    });
    expect(await ask(changed('Office_Location', { options: ['Chennai', 'London'] }))).toMatchObject({
      account: { version: 3 },
    });
  });

  it('that concerns nobody yet asks all the same: provisioning may be under way', async () => {
    expect(await ask(without('Remote'))).toEqual({
      needsConfirmation: [{ field: 'Remote', reason: 'removed', users: 0 }],
    });
  });

  it('counts users by references, dates and amounts as well', async () => {
    const boss = await stage.user('boss');
    await stage.user('ann', {
      Manager: { value: boss },
      Salary: '12.50 EUR',
      Date_of_Joining: '2026-01-31',
      Last_Review: '2026-01-31T09:30:00Z',
    });
    const concerned = ['Manager', 'Salary', 'Date_of_Joining', 'Last_Review'];
    const answer = await ask(fields.filter(({ id }) => !concerned.includes(id)));
    expect(answer).toMatchObject({
      needsConfirmation: fields
        .filter(({ id }) => concerned.includes(id))
        .map(({ id }) => ({ field: id, users: 1 })),
    });
  });

  it('confirmed, hides values, keeps them, and shows them when the field returns in any case', async () => {
    const ann = await stage.user('ann', { Employee_ID: '7', Remote: true });
    expect(await stage.change(without('Employee_ID'))).toMatchObject({ account: { version: 2 } });
    expect(await valuesOf(ann)).toEqual({ Remote: true });
    expect((await stage.patch(ann, { op: 'replace', path: 'title', value: 'Boss' })).status).toBe(200);
    const returning = [...without('Employee_ID'), { ...fields[0], id: 'EMPLOYEE_id', name: 'Again' }];
    expect(await ask(returning)).toMatchObject({ account: { version: 3 } });
    expect(await valuesOf(ann)).toEqual({ Employee_ID: '7', Remote: true });
    expect(await stage.accounts.current('AcDemo')).toMatchObject({ formerFields: [] });
  });

  it('never writes a user: versions stay as they were', async () => {
    const ann = await stage.user('ann', { Employee_ID: '7' });
    await stage.change([]);
    await stage.change(changed('Employee_ID', { type: 'number' }));
    await stage.change(fields);
    const { json } = await stage.call('GET', `/Users/${ann}`);
    expect(json).toMatchObject({ meta: { version: 'W/"1"' }, [KF]: { Employee_ID: '7' } });
  });

  it.each<[string, unknown, object]>([
    ['a wrong field', [{ id: '1' }], { code: 'invalid' }],
    ['no list', 'fields', { code: 'invalid' }],
  ])('with %s is refused and changes nothing', async (_title, wanted, error) => {
    await expect(stage.change(wanted)).rejects.toMatchObject(error);
    expect(await stage.accounts.current('AcDemo')).toMatchObject({ version: 1, fields });
  });

  it('made from an older version is refused', async () => {
    await stage.change(changed('Remote', { name: 'Remote work' }));
    await expect(stage.change([], { confirm: true, version: 1 })).rejects.toMatchObject({ code: 'changed' });
    expect(await stage.change([], { confirm: true, version: 2 })).toMatchObject({ account: { version: 3 } });
  });

  it('that gives a field another type and back finds its values again, whatever was written meanwhile', async () => {
    const ann = await stage.user('ann', { Employee_ID: 'Zwölf', Office_Location: 'London' });
    const others: Record<string, Field['type']> = { Employee_ID: 'number', Office_Location: 'yesNo' };
    await stage.change(
      fields.map(({ options, ...field }) => {
        const type = others[field.id];
        return type ? { ...field, type } : { ...field, ...(options && { options }) };
      }),
    );
    await stage.patch(ann, { op: 'replace', path: 'title', value: 'Boss' });
    expect(await valuesOf(ann)).toBeUndefined();
    await stage.change(fields);
    expect(await valuesOf(ann)).toEqual({ Employee_ID: 'Zwölf', Office_Location: 'London' });
    for (const filter of ['Employee_ID eq "ZWÖLF"', 'Office_Location eq "London"', 'Employee_ID pr']) {
      const found = await stage.call('GET', `/Users?filter=${encodeURIComponent(filter)}`);
      expect([filter, found.json]).toMatchObject([filter, { totalResults: 1 }]);
    }
    expect(await ask(without('Employee_ID'))).toMatchObject({ needsConfirmation: [{ users: 1 }] });
    expect(await ask(changed('Office_Location', { options: ['Chennai'] }))).toMatchObject({
      needsConfirmation: [{ users: 1 }],
    });
  });

  it('keeps a hidden value only until the client gives another, and through a removal of all fields', async () => {
    const ann = await stage.user('ann', { Employee_ID: 'Zwölf', Remote: true });
    await stage.change(changed('Employee_ID', { type: 'number' }));
    await stage.patch(ann, { op: 'remove', path: KF });
    expect(await valuesOf(ann)).toBeUndefined();
    await stage.change(fields);
    expect(await valuesOf(ann)).toEqual({ Employee_ID: 'Zwölf' });
    await stage.change(changed('Employee_ID', { type: 'number' }));
    const body = { userName: 'ann', [KF]: { Employee_ID: 12 } };
    expect((await stage.call('PUT', `/Users/${ann}`, body)).json).toMatchObject({
      [KF]: { Employee_ID: 12 },
    });
    await stage.change(fields);
    expect(await valuesOf(ann)).toEqual({ Employee_ID: '12' });
  });

  it('of two at the same time one is done, and the other knows', async () => {
    const outcomes = await Promise.allSettled([
      stage.change(without('Remote')),
      stage.change(without('Manager')),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await stage.accounts.current('AcDemo')).toMatchObject({ version: 2 });
  });
});

describe('a dropdown that lost an option', () => {
  it('shows a value that was chosen before, and takes no new one', async () => {
    const stage = await openFieldStage();
    const ann = await stage.user('ann', { Office_Location: 'London' });
    await stage.change(changed('Office_Location', { options: ['Chennai'] }));
    expect((await stage.call('GET', `/Users/${ann}`)).json).toMatchObject({
      [KF]: { Office_Location: 'London' },
    });
    expect((await stage.patch(ann, { op: 'replace', path: 'title', value: 'Boss' })).status).toBe(200);
    const chosen = { op: 'replace', path: `${KF}:Office_Location`, value: 'London' };
    const bea = await stage.user('bea');
    expect(await stage.patch(bea, chosen)).toMatchObject({ status: 400, json: { scimType: 'invalidValue' } });
    // What is there may be sent back (docs/decisions/0004).
    expect(await stage.patch(ann, chosen)).toMatchObject({ status: 200 });
    const found = await stage.call('GET', `/Users?filter=${KF}:Office_Location eq "London"`);
    expect(found.json).toMatchObject({ totalResults: 1 });
  });
});
