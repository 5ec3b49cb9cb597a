/** Counts: of a type (asked for with every page, so stores may keep it ready) and of any condition. */

import type { DocumentStore } from '../../../shared/storage/documents/document-store.ts';
import {
  all,
  type Check,
  compare,
  create,
  equal,
  everything,
  keep,
  not,
  PARTITION,
  present,
  user,
} from './opened.ts';

const ofType = equal(['type'], 'user');

/** The kept count, checked against one that has to look. */
async function users(store: DocumentStore): Promise<number> {
  const kept = await store.count(PARTITION, ofType);
  expect(await store.count(PARTITION, all(ofType, present(['id'])))).toBe(kept);
  return kept;
}

export function counts(check: Check): void {
  check('of nothing', async (store) => {
    expect(await users(store)).toBe(0);
    expect(await store.count(PARTITION, everything)).toBe(0);
  });

  check('of a type follows every kind of write', async (store) => {
    await keep(store, [user('u.1'), user('u.2'), user('u.3'), { id: 'g.1', type: 'group' }]);
    await keep(store, [user('u.1')], 'AcOther');
    expect(await users(store)).toBe(3);
    await keep(store, [user('u.1', { name: 'again' }), { id: 'u.2', type: 'tombstone' }]);
    expect(await users(store)).toBe(2);
    await store.batch(PARTITION, [{ kind: 'patch', id: 'u.1', set: { '/type': 'tombstone' }, when: {} }]);
    expect(await users(store)).toBe(1);
    await store.batch(PARTITION, [{ kind: 'delete', id: 'u.3' }]);
    expect(await users(store)).toBe(0);
    expect(await store.count(PARTITION, equal(['type'], 'tombstone'))).toBe(2);
    expect(await store.count('AcOther', ofType)).toBe(1);
  });

  check('of a type is not changed by a batch that failed', async (store) => {
    await keep(store, [user('u.1')]);
    await store.batch(PARTITION, [create(user('u.2')), create(user('u.1'))]);
    expect(await users(store)).toBe(1);
  });

  check('of a condition', async (store) => {
    await keep(
      store,
      ['a', 'b', 'c', 'd'].map((name, n) => user(`u.${n}`, { k: { name, n } })),
    );
    expect(await store.count(PARTITION, compare(['k', 'n'], 'ge', 2))).toBe(2);
    expect(await store.count(PARTITION, not(equal(['k', 'name'], 'a')))).toBe(3);
    expect(await store.count(PARTITION, equal(['type'], 'nothing'))).toBe(0);
    expect(await store.count(PARTITION, compare(['type'], 'sw', 'us'))).toBe(4);
  });

  check('of more than a page', async (store) => {
    await keep(
      store,
      Array.from({ length: 1234 }, (_, n) => user(`u.${n}`, { k: { n } })),
    );
    expect(await users(store)).toBe(1234);
    expect(await store.count(PARTITION, compare(['k', 'n'], 'lt', 1100))).toBe(1100);
  });
}
