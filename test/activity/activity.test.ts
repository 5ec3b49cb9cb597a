/** What requests leave behind when they have their answers: uses of tokens, and counts of changes and refusals. */

import { setTimeout as sleep } from 'node:timers/promises';
import { hourName, hourOf } from '../../shared/activity/activity.ts';
import { sumOf } from '../../shared/activity/tally.ts';
import { activityStore } from '../../shared/storage/activity/activity-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { counting } from '../contract/counting.ts';
import { openService, type Service } from '../service.ts';
import { memoryStores, STORES } from '../stores.ts';

const START = Date.UTC(2026, 5, 10, 12, 30);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

const user = (userName: string, more: object = {}) => ({
  schemas: [USER],
  userName,
  ...more,
});
const tokenIdOf = (text: string) => String(text.split('_')[2]);

async function created(service: Service, userName: string, more: object = {}): Promise<string> {
  const { json } = await service.call('POST', '/Users', user(userName, more));
  return String((json as { id: string }).id);
}

const patch = (service: Service, id: string, value: object) =>
  service.call('PATCH', `/Users/${id}`, { schemas: [PATCH], Operations: [{ op: 'replace', value }] });

/** Of a day until `time`. */
const countsIn = async (activity: DocumentStore, time: number) =>
  sumOf(await activityStore(activity).hoursSince('AcDemo', hourName(hourOf(time) - 24)));

describe.each(STORES)('the activity of an account on %s', (_name, open) => {
  it('counts changes by what they did and refusals by reason, with what to do, of all processes together', async () => {
    const stores = await open();
    const [one, another] = [
      await openService({}, stores, () => START),
      await openService({}, stores, () => START),
    ];
    const id = await created(one, 'ann@example.com');
    await patch(another, id, { active: false });
    await patch(one, id, { active: false });
    await one.call('POST', '/Users', user('ann@example.com'));
    await another.call('POST', '/Users', user('ann@example.com'));
    await one.call('GET', '/Users?filter=nonsense');
    await Promise.all([one.flush(), another.flush()]);
    await one.flush();
    expect(await countsIn(stores.activity, START)).toEqual({
      changes: { created: 1, disabled: 1, unchanged: 1 },
      refusals: {
        taken: {
          count: 2,
          lastAt: new Date(START).toISOString(),
          field: 'userName',
          remedy: expect.any(String),
        },
        syntax: expect.objectContaining({ count: 1 }),
      },
      failures: 0,
    });
  });

  it('a token that a process meets for the first time is written within seconds: somebody waits at Test Connection', async () => {
    const stores = await open();
    const service = await openService({}, stores, () => START);
    await service.call('GET', '/Users');
    await sleep(1500);
    const listed = await (await openService({}, stores, () => START)).tokens.list('AcDemo');
    expect(listed.find(({ tokenId }) => tokenId === tokenIdOf(service.token))).toMatchObject({
      firstUsedAt: new Date(START).toISOString(),
    });
  });

  it('knows the first and the last use of each token, to the minute and across a restart', async () => {
    const stores = await open();
    let time = START;
    const now = () => time;
    const before = await openService({}, stores, now);
    await before.call('GET', '/Users');
    await before.flush();
    time += HOUR;
    const after = await openService({}, stores, now);
    await after.call('GET', '/Users', undefined, { authorization: `Bearer ${before.token}` });
    await after.flush();
    const listed = await after.tokens.list('AcDemo');
    expect(listed.find(({ tokenId }) => tokenId === tokenIdOf(before.token))).toMatchObject({
      firstUsedAt: new Date(START).toISOString(),
      lastUsedAt: new Date(START + HOUR).toISOString(),
    });
    expect(listed.find(({ tokenId }) => tokenId === tokenIdOf(after.token))).toMatchObject({
      firstUsedAt: null,
      lastUsedAt: null,
    });
  });

  it('follows the number of disabled users once they have been counted', async () => {
    const stores = await open();
    const service = await openService({}, stores, () => START);
    const counts = activityStore(stores.activity);
    const id = await created(service, 'ann@example.com', { active: false });
    await service.flush();
    expect(await counts.disabledUsers('AcDemo')).toBeUndefined();
    await counts.keepDisabled('AcDemo', { disabled: 1, countedAt: 'then' });
    await created(service, 'bob@example.com', { active: false });
    const carl = await created(service, 'carl@example.com');
    await patch(service, carl, { active: false });
    await patch(service, carl, { title: 'Clerk' });
    await patch(service, id, { active: true });
    await service.flush();
    expect(await counts.disabledUsers('AcDemo')).toEqual({ disabled: 2, countedAt: 'then' });
    await service.call('DELETE', `/Users/${carl}`);
    await service.flush();
    expect(await counts.disabledUsers('AcDemo')).toEqual({ disabled: 1, countedAt: 'then' });
  });
});

describe('what is written after an answer', () => {
  it('is written by no request, once for the counts and once for each token', async () => {
    const stores = memoryStores();
    const activity = counting(stores.activity);
    const service = await openService({}, { ...stores, activity }, () => START);
    for (let request = 0; request < 20; request += 1) await created(service, `user${request}@example.com`);
    expect(activity.spent()).toEqual({ read: 0, batch: 0, query: 0, count: 0 });
    await service.flush();
    // The first use of a token: a change of nothing, then its document.
    expect(activity.spent()).toEqual({ read: 0, batch: 3, query: 0, count: 0 });
    await service.flush();
    expect(activity.spent().batch).toBe(0);
  });

  it('touches no request when the store fails, and is made up for: no count twice, none lost', async () => {
    const stores = memoryStores();
    let fault: 'none' | 'down' | 'lost answer' = 'down';
    const batch: DocumentStore['batch'] = async (...asked) => {
      if (fault === 'down') throw new StoreUnavailable('down');
      const outcome = await stores.activity.batch(...asked);
      if (fault === 'lost answer') throw new StoreUnavailable('lost', { ambiguous: true });
      return outcome;
    };
    const activity = { ...stores.activity, batch };
    let time = START;
    const service = await openService({}, { ...stores, activity }, () => time);
    for (const next of ['lost answer', 'none'] as const) {
      await created(service, `${next}@example.com`);
      await service.flush();
      fault = next;
      time += HOUR;
    }
    await service.flush();
    expect((await countsIn(stores.activity, time)).changes).toEqual({ created: 2 });
    const [{ firstUsedAt, lastUsedAt } = {}] = await service.tokens.list('AcDemo');
    expect([firstUsedAt, lastUsedAt]).toEqual([
      new Date(START).toISOString(),
      new Date(START + HOUR).toISOString(),
    ]);
  });

  it('holds a refused write and a failure of the store apart from changes', async () => {
    const stores = memoryStores();
    const service = await openService({}, stores, () => START);
    const resources: DocumentStore = {
      ...stores.resources,
      batch: () => Promise.reject(new StoreUnavailable('down')),
    };
    const failing = await openService({}, { ...stores, resources }, () => START);
    expect((await failing.call('POST', '/Users', user('ann@example.com'))).status).toBe(503);
    await failing.flush();
    await service.flush();
    expect(await countsIn(stores.activity, START)).toEqual({ changes: {}, refusals: {}, failures: 1 });
  });

  it('forgets counts after a day', async () => {
    const stores = memoryStores();
    const service = await openService({}, stores, () => START);
    await created(service, 'ann@example.com');
    await service.flush();
    expect((await countsIn(stores.activity, START + 23 * HOUR)).changes).toEqual({ created: 1 });
    expect((await countsIn(stores.activity, START + 26 * HOUR)).changes).toEqual({});
  });
});

describe('requests with tokens that do not open the account', () => {
  const with_ = (token: string) => ({ authorization: `Bearer ${token}` });

  it('are counted where the account is known, and neither look for it nor count for anything else', async () => {
    const stores = memoryStores();
    const accounts = counting(stores.accounts);
    const activity = counting(stores.activity);
    const service = await openService({}, { ...stores, accounts, activity }, () => START);
    const foreign = await service.issueToken('AcOther');
    const fresh = await openService({}, { ...stores, accounts, activity }, () => START);
    accounts.spent();
    await fresh.call('GET', '/scim/v2/AcOther/Users', undefined, with_(service.token));
    await fresh.call('GET', '/scim/v2/AcNobody/Users', undefined, with_('nonsense'));
    await fresh.flush();
    expect([accounts.spent().read, activity.spent().batch]).toEqual([0, 0]);
    await fresh.call('GET', '/Users');
    for (const token of [foreign, 'nonsense', 'nonsense'])
      await fresh.call('GET', '/Users', undefined, with_(token));
    await fresh.flush();
    const { refusals } = await countsIn(stores.activity, START);
    expect(refusals).toEqual({ 'token-unknown': expect.objectContaining({ count: 3 }) });
  });

  it('are told by name when the token was good once; such a token is not in use', async () => {
    const stores = memoryStores();
    let time = START;
    const service = await openService({}, stores, () => time);
    const expired = await service.issueToken('AcDemo', new Date(START + HOUR));
    time += 2 * HOUR;
    await service.call('GET', '/Users', undefined, with_(expired));
    await service.flush();
    const { refusals } = await countsIn(stores.activity, time);
    expect(refusals).toEqual({ 'token-expired': expect.objectContaining({ count: 1 }) });
    const listed = await service.tokens.list('AcDemo');
    expect(listed.map(({ lastUsedAt }) => lastUsedAt)).toEqual([null, null]);
  });
});
