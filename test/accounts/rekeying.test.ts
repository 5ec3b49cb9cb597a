/** A field that got another type: filters find the values that are shown again, and no user changes for that. */

import type { Stores } from '../../functions/runtime/open-stores.ts';
import { roundsOf } from '../../functions/runtime/owed-work.ts';
import { resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import { typeNamed } from '../../shared/scim/schema/resource-type.ts';
import { rekeyingOn } from '../../shared/storage/rekey/rekeying.ts';
import { dyingAfter } from '../contract/counting.ts';
import { STORES } from '../stores.ts';
import { type FieldStage, KF, openFieldStage } from './stage.ts';

const MINUTE = 60_000;

const TEXT = { id: 'Office', name: 'Office', type: 'text', required: false };
const DROPDOWN = {
  id: 'Office',
  name: 'Office',
  type: 'dropdown',
  required: false,
  options: ['Chennai', 'Paris'],
};

describe.each(STORES)('%s', (_, open) => {
  let stores: Stores;
  let stage: FieldStage;

  const rekeying = (resources = stores.resources, now = stage.now) =>
    rekeyingOn({ ...stores, resources }, (account) => typeNamed(resourceTypesOf(account), 'User'), now);
  const account = () => stage.accounts.current('AcDemo');
  /** As far as it comes. @returns whether something is left */
  const advance = async (by = rekeying()) => by.advance(await account(), stage.now() + MINUTE);
  const found = async (value: string) => {
    const filter = encodeURIComponent(`${KF}:Office eq "${value}"`);
    const { json } = await stage.call('GET', `/Users?filter=${filter}`);
    return (json as { totalResults: number }).totalResults;
  };
  const versionOf = async (id: string) => {
    const { json } = await stage.call('GET', `/Users/${id}`);
    return (json as { meta: { version: string; lastModified: string } }).meta;
  };

  beforeEach(async () => {
    stores = await open();
    stage = await openFieldStage({ fields: [] }, stores);
    await stage.change([TEXT]);
  });

  it('a text that has become a dropdown is found by its option, and the version of the user stays', async () => {
    const ann = await stage.user('ann', { Office: 'Chennai' });
    const before = await versionOf(ann);
    await stage.change([DROPDOWN]);
    expect(await found('Chennai')).toBe(0);
    expect(await advance()).toBe(false);
    expect(await found('Chennai')).toBe(1);
    expect(await versionOf(ann)).toEqual(before);
    expect(await rekeying().progress(await account())).toBeUndefined();
  });

  it('nothing is owed before a field got another type, nor when one is added or renamed', async () => {
    await stage.user('ann', { Office: 'Chennai' });
    await stage.change([
      { ...TEXT, name: 'Site' },
      { id: 'Grade', name: 'Grade', type: 'text', required: false },
    ]);
    expect(await rekeying().progress(await account())).toBeUndefined();
    expect(await advance()).toBe(false);
  });

  it('instances that know the former type for a minute write its keys: the last walk begins behind that', async () => {
    await stage.user('ann', { Office: 'Chennai' });
    await stage.change([DROPDOWN]);
    const atOnce = rekeying(stores.resources, () => stage.now() - MINUTE);
    expect(await advance(atOnce)).toBe(true);
    expect(await found('Chennai')).toBe(1);
    // What another instance writes meanwhile.
    const [user] = await stores.resources.query('AcDemo', {
      where: { kind: 'in', path: ['type'], values: ['user'] },
      prefix: 'u.',
      limit: 1,
    });
    const k = { ...(user?.k as object), [KF]: { Office: 'chennai' } };
    await stores.resources.batch('AcDemo', [
      { kind: 'patch', id: String(user?.id), set: { '/k': k }, when: { type: 'user' } },
    ]);
    expect(await found('Chennai')).toBe(0);
    expect(await advance(atOnce)).toBe(true);
    expect(await found('Chennai')).toBe(0);
    expect(await atOnce.progress(await account())).toMatchObject({ done: 0 });
    expect(await advance()).toBe(false);
    expect(await found('Chennai')).toBe(1);
  });

  it('a process that dies between any two requests leaves nothing out: the next one goes on', async () => {
    for (const name of ['ann', 'bob', 'cem']) await stage.user(name, { Office: 'Paris' });
    await stage.change([DROPDOWN]);
    for (let last = 0; ; last += 1) {
      const dying = dyingAfter(stores.resources, last);
      const failed = await advance(rekeying(dying)).then(
        () => false,
        () => true,
      );
      if (!failed) break;
      expect(await rekeying().progress(await account())).toBeDefined();
    }
    expect(await found('Paris')).toBe(3);
  });

  it('two processes at once come to the same end', async () => {
    for (const name of ['ann', 'bob', 'cem']) await stage.user(name, { Office: 'Paris' });
    await stage.change([DROPDOWN]);
    await Promise.all([advance(), advance()]);
    while (await advance());
    expect(await found('Paris')).toBe(3);
  });

  it('a user that changes meanwhile keeps the keys of its new value', async () => {
    const ann = await stage.user('ann', { Office: 'Paris' });
    await stage.change([DROPDOWN]);
    await Promise.all([
      advance(),
      stage.patch(ann, { op: 'replace', path: `${KF}:Office`, value: 'Chennai' }),
    ]);
    while (await advance());
    expect([await found('Paris'), await found('Chennai')]).toEqual([0, 1]);
  });

  it('another change of type begins the work anew', async () => {
    await stage.user('ann', { Office: 'Chennai' });
    await stage.change([DROPDOWN]);
    expect(await advance()).toBe(false);
    await stage.change([TEXT]);
    expect(await rekeying().progress(await account())).toMatchObject({ done: 0 });
    expect(await advance()).toBe(false);
    expect(await found('CHENNAI')).toBe(1);
  });

  it('a first walk begins at once, also after an earlier change of type, finished or not', async () => {
    await stage.user('ann', { Office: 'Chennai' });
    const atOnce = rekeying(stores.resources, () => stage.now() - MINUTE);
    await stage.change([DROPDOWN]);
    expect(await advance()).toBe(false);
    await stage.change([TEXT]);
    expect(await found('CHENNAI')).toBe(0);
    expect(await advance(atOnce)).toBe(true);
    expect(await found('CHENNAI')).toBe(1);
    await stage.change([DROPDOWN]);
    expect(await advance(atOnce)).toBe(true);
    expect(await found('Chennai')).toBe(1);
  });

  it('where no timer comes, the next start goes on by itself', async () => {
    await stage.user('ann', { Office: 'Chennai' });
    await stage.change([DROPDOWN]);
    const deletions = { pending: async () => [], advance: async () => false };
    await roundsOf({ rekeying: rekeying(), deletions, accounts: stage.accounts, now: stage.now })();
    expect(await found('Chennai')).toBe(1);
  });
});

it('200 users a second are looked at, at most', async () => {
  const [, open] = STORES[0] ?? [];
  if (!open) throw new Error('no store');
  const stores = await open();
  const stage = await openFieldStage({ fields: [] }, stores);
  await stage.change([TEXT]);
  for (let i = 0; i < 201; i += 1) await stage.user(`user${i}`, { Office: 'Paris' });
  await stage.change([DROPDOWN]);
  const by = rekeyingOn(stores, (account) => typeNamed(resourceTypesOf(account), 'User'), Date.now);
  const started = performance.now();
  await by.advance(await stage.accounts.current('AcDemo'), Date.now() + MINUTE);
  expect(performance.now() - started).toBeGreaterThan(990);
});
