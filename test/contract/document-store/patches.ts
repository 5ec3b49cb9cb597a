/** Patches: properties by JSON pointer (RFC 6901), under guards. */

import type { DocumentOperation, StoredDocument } from '../../../shared/storage/documents/document-store.ts';
import { type Check, create, keep, PARTITION, user } from './opened.ts';

type Patch = Extract<DocumentOperation, { kind: 'patch' }>;
type Change = Pick<Patch, 'set' | 'remove' | 'increment'>;

const BEFORE = user('u.a', {
  name: 'ann',
  n: 5,
  k: { name: 'ann', meta: { at: 1 } },
  'a/b~c': 1,
  gone: true,
});
const { name: _name, gone: _gone, ...REST } = BEFORE;

const CHANGES: readonly (readonly [string, Change, StoredDocument])[] = [
  ['set replaces a property', { set: { '/name': { first: 'A' } } }, { ...BEFORE, name: { first: 'A' } }],
  ['set adds a property', { set: { '/new': [1, null] } }, { ...BEFORE, new: [1, null] }],
  [
    'set reaches into an object',
    { set: { '/k/x': 1 } },
    { ...BEFORE, k: { name: 'ann', meta: { at: 1 }, x: 1 } },
  ],
  [
    'set reaches two objects deep',
    { set: { '/k/meta/at': 2 } },
    { ...BEFORE, k: { name: 'ann', meta: { at: 2 } } },
  ],
  ['set of null keeps the property', { set: { '/name': null } }, { ...BEFORE, name: null }],
  ['~0 and ~1 stand for ~ and /', { set: { '/a~1b~0c': 2 } }, { ...BEFORE, 'a/b~c': 2 }],
  ['remove takes properties away', { remove: ['/name', '/gone'] }, REST],
  ['remove reaches into an object', { remove: ['/k/meta'] }, { ...BEFORE, k: { name: 'ann' } }],
  ['increment adds', { increment: { '/n': 2, '/revision': 1 } }, { ...BEFORE, n: 7, revision: 2 }],
  ['increment may be negative or a fraction', { increment: { '/n': -5.5 } }, { ...BEFORE, n: -0.5 }],
  [
    'all together',
    { set: { '/name': 'bea' }, remove: ['/gone'], increment: { '/n': 1 } },
    { ...REST, name: 'bea', n: 6 },
  ],
];

const UNFIT: readonly (readonly [string, Change])[] = [
  ['a parent that is not there', { set: { '/nowhere/x': 1 } }],
  ['a parent that is no object', { set: { '/name/x': 1 } }],
  ['removal of nothing', { remove: ['/nowhere'] }],
  ['increment of a text', { increment: { '/name': 1 } }],
  ['eleven properties', { set: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`/p${n}`, n])) }],
  ['nothing to change', {}],
  ['the id', { set: { '/id': 'u.b' } }],
];

const GUARDS: readonly (readonly [string, Patch['when'], boolean])[] = [
  ['no guard', {}, true],
  ['an equal text', { name: 'ann' }, true],
  ['another text', { name: 'Ann' }, false],
  ['an equal number', { n: 5 }, true],
  ['a number as text', { n: '5' }, false],
  ['an equal boolean', { gone: true }, true],
  ['another boolean', { gone: false }, false],
  ['a boolean as number', { gone: 1 }, false],
  ['absent, and it is', { nowhere: undefined }, true],
  ['absent, but it is there', { name: undefined }, false],
  ['a text that is absent', { nowhere: 'x' }, false],
  ['a text with quotes and backslashes', { name: '\'"\\ OR true' }, false],
  ['a name of every object, absent', { constructor: undefined }, true],
  ['all of several', { type: 'user', n: 5, nowhere: undefined }, true],
  ['one of several not', { type: 'user', n: 6 }, false],
];

export function patches(check: Check): void {
  for (const [title, change, after] of CHANGES) {
    check(title, async (store) => {
      await keep(store, [BEFORE]);
      const outcome = await store.batch(PARTITION, [{ kind: 'patch', id: 'u.a', when: {}, ...change }]);
      expect(outcome).toEqual({ ok: true, documents: [after] });
      expect(await store.read(PARTITION, 'u.a')).toEqual(after);
    });
  }

  for (const [title, change] of UNFIT) {
    check(`a patch does not fit: ${title}; nothing is kept`, async (store) => {
      await keep(store, [BEFORE]);
      const patch: Patch = { kind: 'patch', id: 'u.a', when: {}, ...change };
      await expect(store.batch(PARTITION, [create(user('u.new')), patch])).rejects.toThrow();
      expect(await store.read(PARTITION, 'u.a')).toEqual(BEFORE);
      expect(await store.read(PARTITION, 'u.new')).toBeUndefined();
    });
  }

  for (const [title, when, met] of GUARDS) {
    check(`guard: ${title}: ${met ? 'met' : 'not met'}`, async (store) => {
      await keep(store, [BEFORE]);
      const outcome = await store.batch(PARTITION, [
        { kind: 'patch', id: 'u.a', set: { '/name': 'x' }, when },
      ]);
      if (met) expect(outcome).toEqual({ ok: true, documents: [{ ...BEFORE, name: 'x' }] });
      else expect(outcome).toEqual({ ok: false, index: 0, reason: 'guard' });
      expect(await store.read(PARTITION, 'u.a')).toEqual(met ? { ...BEFORE, name: 'x' } : BEFORE);
    });
  }

  for (const [title, when, met] of GUARDS) {
    check(`a guard alone: ${title}: ${met ? 'met' : 'not met'}`, async (store) => {
      await keep(store, [BEFORE]);
      const outcome = await store.batch(PARTITION, [
        create(user('u.new')),
        { kind: 'guard', id: 'u.a', touched: 'w', when },
      ]);
      expect(outcome).toMatchObject(met ? { ok: true } : { ok: false, index: 1, reason: 'guard' });
      expect(await store.read(PARTITION, 'u.new')).toEqual(met ? user('u.new') : undefined);
      expect(await store.read(PARTITION, 'u.a')).toMatchObject({ ...BEFORE });
    });
  }

  check('a text with quotes and backslashes guards exactly', async (store) => {
    const name = '\'"\\ \u{1F600}\u2028\n';
    await keep(store, [user('u.a', { name })]);
    const patch: Patch = { kind: 'patch', id: 'u.a', set: { '/x': 1 }, when: { name } };
    expect(await store.batch(PARTITION, [patch])).toMatchObject({ ok: true });
  });

  check('`__proto__` is a property like any other', async (store) => {
    await keep(store, [user('u.a', { r: { x: 1 } })]);
    const patch = (change: Change): Patch => ({ kind: 'patch', id: 'u.a', when: {}, ...change });
    await store.batch(PARTITION, [patch({ set: { '/r/__proto__': { admin: true } } })]);
    const r = (await store.read(PARTITION, 'u.a'))?.r;
    expect(Object.entries(Object(r))).toEqual([
      ['x', 1],
      ['__proto__', { admin: true }],
    ]);
    await store.batch(PARTITION, [patch({ remove: ['/r/__proto__'] })]);
    expect((await store.read(PARTITION, 'u.a'))?.r).toEqual({ x: 1 });
    await expect(store.batch(PARTITION, [patch({ set: { '/constructor/x': 1 } })])).rejects.toThrow();
  });
}
