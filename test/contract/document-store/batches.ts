/** Batches: all or nothing, at most 100 operations and 2 MB. */

import {
  type DocumentOperation,
  MAX_BATCH_OPERATIONS,
} from '../../../shared/storage/documents/document-store.ts';
import { DocumentTooLarge } from '../../../shared/store-errors/store-errors.ts';
import { type Check, create, everything, idsOf, keep, PARTITION, upsert, user } from './opened.ts';

const range = (count: number): string[] => Array.from({ length: count }, (_, index) => `u.${1000 + index}`);

const FAILING: readonly (readonly [string, DocumentOperation, string])[] = [
  ['a create of a taken id', create(user('u.a')), 'exists'],
  ['a patch of nothing', { kind: 'patch', id: 'u.z', set: { '/x': 1 }, when: {} }, 'missing'],
  ['a guard that is not met', { kind: 'patch', id: 'u.a', set: { '/x': 1 }, when: { type: 'no' } }, 'guard'],
  ['a guard of nothing', { kind: 'guard', id: 'u.z', touched: 'w', when: {} }, 'missing'],
  [
    'a document that does not meet its guard',
    { kind: 'guard', id: 'u.a', touched: 'w', when: { type: 'user', revision: 9 } },
    'guard',
  ],
  ['a delete of nothing', { kind: 'delete', id: 'u.z' }, 'missing'],
];

export function batches(check: Check): void {
  check('each result is the document as its operation left it', async (store) => {
    await keep(store, [user('u.a'), user('u.b'), user('u.c')]);
    const outcome = await store.batch(PARTITION, [
      { kind: 'patch', id: 'u.a', increment: { '/revision': 1 }, when: {} },
      { kind: 'delete', id: 'u.b' },
      upsert(user('u.c', { name: 'new' })),
      create(user('u.d')),
    ]);
    expect(outcome).toEqual({
      ok: true,
      documents: [user('u.a', { revision: 2 }), undefined, user('u.c', { name: 'new' }), user('u.d')],
    });
    expect(await store.read(PARTITION, 'u.a')).toEqual(user('u.a', { revision: 2 }));
  });

  for (const [title, operation, reason] of FAILING) {
    check(`${title} fails the batch: its index is told and nothing is kept`, async (store) => {
      await keep(store, [user('u.a'), user('u.b'), user('u.c')]);
      const outcome = await store.batch(PARTITION, [
        create(user('u.new')),
        { kind: 'patch', id: 'u.b', set: { '/name': 'new' }, when: {} },
        operation,
        { kind: 'delete', id: 'u.c' },
      ]);
      expect(outcome).toEqual({ ok: false, index: 2, reason });
      expect(await store.query(PARTITION, { where: everything, limit: 10 })).toEqual([
        user('u.a'),
        user('u.b'),
        user('u.c'),
      ]);
    });
  }

  check('the first of several failures is told', async (store) => {
    const missing = (id: string): DocumentOperation => ({ kind: 'delete', id });
    const outcome = await store.batch(PARTITION, [create(user('u.a')), missing('u.x'), missing('u.y')]);
    expect(outcome).toEqual({ ok: false, index: 1, reason: 'missing' });
  });

  check('100 operations are one batch', async (store) => {
    const ids = range(MAX_BATCH_OPERATIONS);
    const outcome = await store.batch(
      PARTITION,
      ids.map((id) => create(user(id))),
    );
    expect(outcome.ok && outcome.documents.map((document) => document?.id)).toEqual(ids);
    expect(await idsOf(store, everything)).toEqual(ids);
    await store.batch(
      PARTITION,
      ids.map((id) => ({ kind: 'delete', id })),
    );
    expect(await idsOf(store, everything)).toEqual([]);
  });

  check('more than 100 are our own mistake, and nothing is kept', async (store) => {
    const operations = range(MAX_BATCH_OPERATIONS + 1).map((id) => create(user(id)));
    await expect(store.batch(PARTITION, operations)).rejects.toThrow(TypeError);
    expect(await store.count(PARTITION, everything)).toBe(0);
  });

  check('a batch of nothing is done', async (store) => {
    expect(await store.batch(PARTITION, [])).toEqual({ ok: true, documents: [] });
  });

  check('a document of more than 2 MB is too large, and nothing is kept', async (store) => {
    const large = user('u.large', { text: 'x'.repeat(2_200_000) });
    await expect(store.batch(PARTITION, [create(user('u.a')), create(large)])).rejects.toThrow(
      DocumentTooLarge,
    );
    expect(await store.count(PARTITION, everything)).toBe(0);
  });

  check('so is a batch of documents that are more together', async (store) => {
    const half = (id: string) => create(user(id, { text: 'x'.repeat(1_100_000) }));
    await expect(store.batch(PARTITION, [half('u.a'), half('u.b')])).rejects.toThrow(DocumentTooLarge);
    expect(await store.count(PARTITION, everything)).toBe(0);
    expect(await store.batch(PARTITION, [half('u.a')])).toMatchObject({ ok: true });
  });

  check('so is a document that a patch makes larger', async (store) => {
    const text = 'x'.repeat(1_100_000);
    await keep(store, [user('u.a', { text })]);
    const patch = { kind: 'patch', id: 'u.a', set: { '/more': text }, when: {} } as const;
    await expect(store.batch(PARTITION, [patch])).rejects.toThrow(DocumentTooLarge);
    expect(await store.read(PARTITION, 'u.a')).toEqual(user('u.a', { text }));
  });
}
