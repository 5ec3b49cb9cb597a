import type { Account } from '../../shared/accounts/account.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import { sampleAccount } from '../sample-account.ts';
import { openService, type Service } from '../service.ts';
import { memoryStores } from '../stores.ts';

const KF = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const patch = (service: Service, id: string, operations: unknown[]) =>
  service.call('PATCH', `/Users/${id}`, { schemas: [PATCH], Operations: operations });

const withField = (change: Partial<Account['fields'][number]> & { id: string }): Partial<Account> => ({
  fields: sampleAccount('reject').fields.map((field) =>
    field.id === change.id ? { ...field, ...change } : field,
  ),
});

const idOf = ({ json }: { json: unknown }): string => String((json as { id: string }).id);

describe('RFC 7643 §7 required, on Kissflow fields', () => {
  it('is demanded on create and on PUT, and cannot be cleared', async () => {
    const service = await openService(withField({ id: 'Employee_ID', required: true }));
    expect(await service.call('POST', '/Users', { userName: 'ann' })).toMatchObject({
      status: 400,
      json: { scimType: 'invalidValue', detail: expect.stringContaining(`${KF}:Employee_ID is required`) },
    });
    const created = await service.call('POST', '/Users', { userName: 'ann', [KF]: { Employee_ID: '7' } });
    expect(created.status).toBe(201);
    const id = idOf(created);
    expect((await service.call('PUT', `/Users/${id}`, { userName: 'ann' })).status).toBe(400);
    for (const operation of [
      { op: 'remove', path: `${KF}:Employee_ID` },
      { op: 'remove', path: KF },
      { op: 'Replace', path: `${KF}:Employee_ID`, value: '' },
      { op: 'replace', value: { [`${KF}:Employee_ID`]: null } },
    ]) {
      expect(await patch(service, id, [operation])).toMatchObject({
        status: 400,
        json: { scimType: operation.op === 'remove' ? 'mutability' : 'invalidValue' },
      });
    }
  });

  it('a field made required later never fails an unrelated PATCH', async () => {
    const stores = memoryStores();
    let time = 0;
    const now = () => time;
    const before = await openService({}, stores, now);
    const id = idOf(await before.call('POST', '/Users', { userName: 'ann' }));
    const stricter = {
      ...sampleAccount('reject'),
      ...withField({ id: 'Employee_ID', required: true }),
      version: 2,
    };
    await stores.accounts.batch('AcDemo', [
      {
        kind: 'patch',
        id: 'a.AcDemo',
        set: { '/fields': stricter.fields.map((field) => ({ ...field })), '/version': 2 },
        when: {},
      },
    ]);
    time += 60_000;
    expect((await accountStore(stores.accounts, now).find('AcDemo'))?.version).toBe(2);
    expect(await patch(before, id, [{ op: 'replace', path: 'title', value: 'Boss' }])).toMatchObject({
      status: 200,
      json: { title: 'Boss' },
    });
    expect((await before.call('POST', '/Users', { userName: 'bea' })).status).toBe(400);
  });

  it('values of a field that is gone are kept, hidden, and shown again when it returns', async () => {
    const stores = memoryStores();
    let time = 0;
    const service = await openService({}, stores, () => time);
    const id = idOf(
      await service.call('POST', '/Users', { userName: 'ann', [KF]: { Employee_ID: '7', Remote: true } }),
    );
    const define = async (fields: Account['fields'], version: number) => {
      const set = { '/fields': fields.map((field) => ({ ...field })), '/version': version };
      await stores.accounts.batch('AcDemo', [{ kind: 'patch', id: 'a.AcDemo', set, when: {} }]);
      time += 60_000;
    };
    const { fields } = sampleAccount('reject');
    await define(
      fields.filter((field) => field.id !== 'Employee_ID'),
      2,
    );
    const hidden = await service.call('PUT', `/Users/${id}`, { userName: 'ann2', [KF]: { Remote: false } });
    expect([hidden.status, (hidden.json as Record<string, unknown>)[KF]]).toEqual([200, { Remote: false }]);
    await define(fields, 3);
    expect((await service.call('GET', `/Users/${id}`)).json).toMatchObject({
      [KF]: { Employee_ID: '7', Remote: false },
    });
  });
});

describe('field ids that are names of JavaScript', () => {
  it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is a field like any other',
    async (id) => {
      const service = await openService({ fields: [{ id, name: id, type: 'text', required: false }] });
      const empty = await service.call('POST', '/Users', { userName: 'bea' });
      expect(empty.json).not.toHaveProperty([KF]);
      const created = await service.call('POST', '/Users', { userName: 'ann', [KF]: { [id]: 'x' } });
      expect(created).toMatchObject({ status: 201, json: { [KF]: { [id]: 'x' } } });
      const found = await service.call('GET', `/Users?filter=${KF}:${id} eq "X"`);
      expect(found.json).toMatchObject({ totalResults: 1 });
      await patch(service, idOf(created), [{ op: 'Replace', path: `${KF}:${id}`, value: '' }]);
      expect((await service.call('GET', `/Users?filter=${id} pr`)).json).toMatchObject({ totalResults: 0 });
    },
  );
});
