/** `GET /manage/v1/accounts/{id}/status`: how an account is doing, from a new account to one in use. */

import type { Stores } from '../../functions/runtime/open-stores.ts';
import { disabledUsers } from '../../shared/activity/disabled-users.ts';
import { activityStore } from '../../shared/storage/activity/activity-store.ts';
import { counting } from '../contract/counting.ts';
import { memoryStores, STORES } from '../stores.ts';
import { openConsole } from './console.ts';

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const START = Date.UTC(2026, 5, 10, 12, 30);
const HOUR = 3_600_000;

/** An account in use: a user active, one disabled, a group, and a refusal. */
async function used(stores: Stores, now: () => number = () => START) {
  const console = await openConsole({ stores: () => stores, now });
  const token = await console.issueScimToken();
  const scim = (method: string, path: string, body?: unknown) =>
    console.scim(path.startsWith('/Groups') ? 'groups' : 'users', method, path, token, body);
  await scim('POST', '/Users', { userName: 'ann' });
  const { json } = await scim('POST', '/Users', { userName: 'bob' });
  const value = { active: false };
  await scim('PATCH', `/Users/${json.id}`, { schemas: [PATCH], Operations: [{ op: 'replace', value }] });
  await scim('POST', '/Groups', { displayName: 'Sales' });
  await scim('POST', '/Users', { userName: 'ann' });
  return { ...console, scim, token, bob: String(json.id) };
}

const steps = (list: unknown) =>
  (list as { step: string; done: boolean; remedy?: string }[]).map(
    ({ step, done, remedy }) => `${step} ${done ? 'done' : 'open'}${remedy === undefined ? '' : ': to do'}`,
  );

describe.each(STORES)('the status of an account on %s', (_name, open) => {
  it('of a new account is nothing but what is to be done', async () => {
    const { call } = await openConsole({ stores: open, now: () => START, account: { fields: [] } });
    const { status, json } = await call('GET', '/accounts/AcDemo/status');
    expect(status).toBe(200);
    expect(json).toEqual({
      account: 'AcDemo',
      lastRequest: null,
      users: { total: 0, active: 0, disabled: 0, countedAt: '2026-06-10T12:30:00.000Z' },
      groups: 0,
      lastDay: { since: '2026-06-09T12:00:00.000Z', changes: {}, refusals: [], failures: 0 },
      tokens: [],
      work: { unfinished: 0, rekeying: null },
      retiring: [],
      setUp: expect.any(Array),
    });
    expect(steps(json.setUp)).toEqual([
      'token open: to do',
      'fields open: to do',
      'connection open: to do',
      'firstUser open: to do',
      'firstGroup open: to do',
    ]);
  });

  it('of an account in use tells the last request, the people, and a day by what was done and refused', async () => {
    const { call, token } = await used(await open());
    const { json } = await call('GET', '/accounts/AcDemo/status');
    const tokenId = token.split('_')[2];
    expect(json).toMatchObject({
      lastRequest: { at: '2026-06-10T12:30:00.000Z', tokenId, label: 'test' },
      users: { total: 2, active: 1, disabled: 1 },
      groups: 1,
      lastDay: {
        changes: { created: 3, disabled: 1 },
        refusals: [{ code: 'taken', count: 1, field: 'userName', remedy: expect.any(String) }],
      },
      tokens: [{ tokenId, status: 'live', daysLeft: 365 }],
    });
    expect(steps(json.setUp).every((step) => step.endsWith(' done'))).toBe(true);
  });

  it('survives a restart: a process that has seen no request tells the same', async () => {
    const stores = await open();
    const { call } = await used(stores);
    const { json } = await call('GET', '/accounts/AcDemo/status');
    const restarted = await openConsole({ stores: () => stores, now: () => START });
    expect((await restarted.call('GET', '/accounts/AcDemo/status')).json).toEqual(json);
  });

  it('says of each retiring field whether a client still sends it: then its mapping is still there', async () => {
    let time = START;
    const { call, scim, bob } = await used(await open(), () => time);
    const urn = 'urn:kissflow:scim:schemas:extension:AcDemo:2:User';
    const fields = async (retiring: string[]) => {
      const { json } = await call('GET', '/accounts/AcDemo/fields');
      const left = (json.fields as { id: string }[]).filter(({ id }) => !retiring.includes(id));
      const body = { fields: left, retiring };
      return call('PUT', '/accounts/AcDemo/fields?confirm=true', body, { 'if-match': '*' });
    };
    const retiring = async () => (await call('GET', '/accounts/AcDemo/status')).json.retiring;
    expect((await fields(['Salary'])).status).toBe(200);
    const since = new Date(START).toISOString();
    const salary = { field: 'Salary', target: `${urn}:Salary`, since };
    expect(await retiring()).toEqual([{ ...salary, lastSentAt: null }]);
    time += 60_000;
    const send = { op: 'replace', path: `${urn}:Salary`, value: '10 EUR' };
    const answer = await scim('PATCH', `/Users/${bob}`, { schemas: [PATCH], Operations: [send] });
    expect(answer.status).toBe(200);
    expect(await retiring()).toEqual([{ ...salary, lastSentAt: '2026-06-10T12:31:00.000Z' }]);
  });

  it('of an account that does not exist is 404', async () => {
    const { call } = await openConsole({ stores: open });
    expect((await call('GET', '/accounts/AcNobody/status')).status).toBe(404);
  });
});

describe('the status', () => {
  it('counts disabled users again after an import, and in a small account after a minute', async () => {
    let time = START;
    const stores = memoryStores();
    const { call } = await used(stores, () => time);
    await call('GET', '/accounts/AcDemo/status');
    const record = { record: 'user', id: '01970000-0000-7000-8000-000000000001', revision: 1 };
    const meta = { created: '2026-01-01T00:00:00.000Z', lastModified: '2026-01-01T00:00:00.000Z' };
    const user = { ...record, ...meta, attributes: { userName: 'carl', active: false } };
    await call('POST', '/accounts/AcDemo/import', { records: [user] });
    const { json } = await call('GET', '/accounts/AcDemo/status');
    expect(json.users).toMatchObject({ total: 3, disabled: 2, countedAt: '2026-06-10T12:30:00.000Z' });
    time += 60_000;
    const later = await call('GET', '/accounts/AcDemo/status');
    expect(later.json.users).toMatchObject({ countedAt: '2026-06-10T12:31:00.000Z' });
  });

  it('asks the store a few times, and walks no users', async () => {
    const stores = memoryStores();
    const [resources, activity] = [counting(stores.resources), counting(stores.activity)];
    const { call } = await used({ ...stores, resources, activity });
    await call('GET', '/accounts/AcDemo/status');
    resources.spent();
    activity.spent();
    await call('GET', '/accounts/AcDemo/status');
    expect(resources.spent()).toEqual({ read: 0, batch: 0, query: 0, count: 3 });
    expect(activity.spent()).toEqual({ read: 1, batch: 0, query: 2, count: 0 });
  });

  it('forgets after a day what was done and refused', async () => {
    let time = START;
    const { call, entra } = await used(memoryStores(), () => time);
    await call('GET', '/accounts/AcDemo/status');
    time += 26 * HOUR;
    const headers = { authorization: `Bearer ${await entra.token({ roles: ['Viewer'] })}` };
    const { json } = await call('GET', '/accounts/AcDemo/status', undefined, headers);
    expect(json.lastDay).toMatchObject({ changes: {}, refusals: [] });
  });
});

describe('disabled users of a large account', () => {
  const counts = activityStore(memoryStores().activity);
  let time = START;
  const ask = disabledUsers(counts, () => time, 20);

  it('are unknown while they are counted for the first time, which is done once for all who ask', async () => {
    const count = Promise.withResolvers<number>();
    let asked = 0;
    const counted = () => {
      asked += 1;
      return count.promise;
    };
    expect(await Promise.all([ask('AcOne', 50_000, counted), ask('AcOne', 50_000, counted)])).toEqual([
      undefined,
      undefined,
    ]);
    expect(asked).toBe(1);
    count.resolve(7);
    await new Promise((resolve) => setTimeout(resolve, 10));
    const never = () => Promise.reject(new Error('not again'));
    expect(await ask('AcOne', 50_000, never)).toEqual({
      disabled: 7,
      countedAt: new Date(START).toISOString(),
    });
  });

  it('are counted again after a day, and told as they were until that is done', async () => {
    time += 24 * HOUR;
    const slow = () => new Promise<number>((resolve) => setTimeout(() => resolve(9), 60));
    expect(await ask('AcOne', 50_000, slow)).toMatchObject({ disabled: 7 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ask('AcOne', 50_000, slow)).toMatchObject({ disabled: 9 });
  });
});
