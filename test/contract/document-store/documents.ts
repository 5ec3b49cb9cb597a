/** Single documents: read, created, replaced, deleted. */

import type { StoredDocument } from '../../../shared/storage/documents/document-store.ts';
import { type Check, create, everything, idsOf, keep, PARTITION, upsert, user } from './opened.ts';

const RICH: StoredDocument = {
  ...user('u.rich'),
  r: {
    userName: 'Ann',
    emails: [{ value: 'a@b', primary: true }],
    n: 12.5,
    none: null,
    empty: [],
    blank: {},
  },
  k: { userName: 'ann', emails: [{ value: 'a@b', primary: true }] },
  text: '\u0000 "quoted" \\ % _ \u{1F600} \uFFFF \n',
};

export function documents(check: Check): void {
  check('a document is read as it was written', async (store) => {
    expect(await store.batch(PARTITION, [create(RICH)])).toEqual({ ok: true, documents: [RICH] });
    expect(await store.read(PARTITION, RICH.id)).toEqual(RICH);
  });

  check('a document outlives a restart', async (store, { reopen }) => {
    await keep(store, [RICH]);
    expect(await (await reopen?.())?.read(PARTITION, RICH.id)).toEqual(RICH);
  });

  check('no document: undefined', async (store) => {
    expect(await store.read(PARTITION, 'u.nobody')).toBeUndefined();
  });

  check('an id that no document can have is found nowhere', async (store) => {
    await keep(store, [user('u.a'), user('u.\uFFFD')]);
    for (const id of ['u.\ud800', '', 'u.a\u0000', "u.a' OR 1=1 --", 'u.%', `u.${'a'.repeat(5000)}`]) {
      expect(await store.read(PARTITION, id)).toBeUndefined();
    }
  });

  check('create of a taken id: exists, and the document stays', async (store) => {
    await keep(store, [user('u.a', { name: 'first' })]);
    const outcome = await store.batch(PARTITION, [create(user('u.a', { name: 'second' }))]);
    expect(outcome).toEqual({ ok: false, index: 0, reason: 'exists' });
    expect(await store.read(PARTITION, 'u.a')).toEqual(user('u.a', { name: 'first' }));
  });

  check('upsert creates, and replaces the whole document', async (store) => {
    const first = user('u.a', { k: { userName: 'ann' }, groupId: 'g' });
    expect(await store.batch(PARTITION, [upsert(first)])).toEqual({ ok: true, documents: [first] });
    const second = { id: 'u.a', type: 'tombstone' };
    expect(await store.batch(PARTITION, [upsert(second)])).toEqual({ ok: true, documents: [second] });
    expect(await store.read(PARTITION, 'u.a')).toEqual(second);
  });

  check('delete removes; of no document: missing', async (store) => {
    await keep(store, [user('u.a'), user('u.b')]);
    const gone = { kind: 'delete', id: 'u.a' } as const;
    expect(await store.batch(PARTITION, [gone])).toEqual({ ok: true, documents: [undefined] });
    expect(await store.read(PARTITION, 'u.a')).toBeUndefined();
    expect(await idsOf(store, everything)).toEqual(['u.b']);
    expect(await store.batch(PARTITION, [gone])).toEqual({ ok: false, index: 0, reason: 'missing' });
  });

  check('an id is free again after a delete', async (store) => {
    await keep(store, [user('u.a')]);
    await store.batch(PARTITION, [{ kind: 'delete', id: 'u.a' }]);
    expect(await store.batch(PARTITION, [create(user('u.a', { name: 'new' }))])).toMatchObject({ ok: true });
    expect(await store.read(PARTITION, 'u.a')).toMatchObject({ name: 'new' });
  });

  check('partitions are apart: the same id is another document in each', async (store) => {
    await keep(store, [user('u.a', { name: 'one' })], 'AcOne');
    await keep(store, [user('u.a', { name: 'two' }), user('u.b')], 'AcTwo');
    expect(await store.read('AcOne', 'u.a')).toMatchObject({ name: 'one' });
    expect(await store.read('AcTwo', 'u.a')).toMatchObject({ name: 'two' });
    expect(await store.read('acone', 'u.a')).toBeUndefined();
    expect(await idsOf(store, everything, 'AcOne')).toEqual(['u.a']);
    expect(await store.count('AcTwo', everything)).toBe(2);
    await store.batch('AcTwo', [{ kind: 'delete', id: 'u.a' }]);
    expect(await store.read('AcOne', 'u.a')).toMatchObject({ name: 'one' });
  });

  check('names that mean something to JavaScript are plain data', async (store) => {
    const hostile = JSON.parse('{"__proto__":{"admin":true},"constructor":1,"toString":"x"}');
    const document = { ...user('u.a'), r: hostile, k: { ...hostile, name: hostile } };
    await keep(store, [document]);
    const read = await store.read(PARTITION, 'u.a');
    expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(document)));
    expect(Object.keys(Object(read?.r))).toEqual(['__proto__', 'constructor', 'toString']);
  });

  check('a property that is undefined is absent', async (store) => {
    const document: StoredDocument = { ...user('u.a'), nothing: undefined };
    await store.batch(PARTITION, [create(document)]);
    expect(Object.keys((await store.read(PARTITION, 'u.a')) ?? {})).not.toContain('nothing');
  });
}
