/** `ttl`: seconds from the last write until the document is gone. */

import {
  all,
  type Check,
  create,
  equal,
  everything,
  idsOf,
  keep,
  PARTITION,
  present,
  upsert,
  user,
} from './opened.ts';

const log = (id: string, ttl: number) => ({ id, type: 'log', ttl });
const ofType = equal(['type'], 'log');

export function lifetimes(check: Check): void {
  check('a document is there until its time is over, and then to nobody', async (store, { clock }) => {
    await keep(store, [log('l.1', 10), log('l.2', 100), user('u.1')]);
    clock.pass(9);
    expect(await store.read(PARTITION, 'l.1')).toEqual(log('l.1', 10));
    expect(await store.count(PARTITION, ofType)).toBe(2);
    clock.pass(2);
    expect(await store.read(PARTITION, 'l.1')).toBeUndefined();
    expect(await idsOf(store, everything)).toEqual(['l.2', 'u.1']);
    expect(await store.count(PARTITION, ofType)).toBe(1);
    expect(await store.count(PARTITION, all(ofType, present(['id'])))).toBe(1);
    const patch = { kind: 'patch', id: 'l.1', set: { '/x': 1 }, when: {} } as const;
    expect(await store.batch(PARTITION, [patch])).toEqual({ ok: false, index: 0, reason: 'missing' });
    const gone = { kind: 'delete', id: 'l.1' } as const;
    expect(await store.batch(PARTITION, [gone])).toEqual({ ok: false, index: 0, reason: 'missing' });
  });

  check('its id is free then', async (store, { clock }) => {
    await keep(store, [log('l.1', 10), log('l.2', 10)]);
    expect(await store.batch(PARTITION, [create(user('l.1'))])).toMatchObject({ reason: 'exists' });
    clock.pass(11);
    expect(await store.batch(PARTITION, [create(user('l.1')), upsert(user('l.2'))])).toMatchObject({
      ok: true,
    });
    clock.pass(1000);
    expect(await idsOf(store, everything)).toEqual(['l.1', 'l.2']);
    expect(await store.count(PARTITION, equal(['type'], 'user'))).toBe(2);
    expect(await store.count(PARTITION, ofType)).toBe(0);
  });

  check('every write starts the time anew', async (store, { clock }) => {
    await keep(store, [log('l.1', 10)]);
    clock.pass(8);
    await store.batch(PARTITION, [{ kind: 'patch', id: 'l.1', set: { '/x': 1 }, when: {} }]);
    clock.pass(8);
    expect(await store.read(PARTITION, 'l.1')).toMatchObject({ x: 1 });
    clock.pass(3);
    expect(await store.read(PARTITION, 'l.1')).toBeUndefined();
  });

  check('a patch may set an end, and take it away', async (store, { clock }) => {
    await keep(store, [user('u.1'), log('l.1', 10)]);
    await store.batch(PARTITION, [
      { kind: 'patch', id: 'u.1', set: { '/ttl': 10 }, when: {} },
      { kind: 'patch', id: 'l.1', remove: ['/ttl'], when: {} },
    ]);
    clock.pass(11);
    expect(await idsOf(store, everything)).toEqual(['l.1']);
  });

  check('many that are over at once stay gone while others are written', async (store, { clock }) => {
    await keep(
      store,
      Array.from({ length: 130 }, (_, n) => log(`l.${n}`, 10)),
    );
    clock.pass(11);
    for (const id of ['u.1', 'u.2', 'u.3']) {
      await keep(store, [user(id)]);
      expect(await store.count(PARTITION, ofType)).toBe(0);
      expect(await store.query(PARTITION, { where: ofType, limit: 10 })).toEqual([]);
    }
    expect(await store.count(PARTITION, everything)).toBe(3);
  });
}
