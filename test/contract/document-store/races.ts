/** Writes at the same time: none is lost, and of those that exclude one another one is done. */

import type { DocumentOperation, DocumentStore } from '../../../shared/storage/documents/document-store.ts';
import { type Check, create, keep, PARTITION, user } from './opened.ts';

/** @returns the outcomes of one batch for each `operations(n)`, all sent at once */
const together = (
  store: DocumentStore,
  count: number,
  operations: (n: number) => readonly DocumentOperation[],
) => Promise.all(Array.from({ length: count }, (_, n) => store.batch(PARTITION, operations(n))));

export function races(check: Check): void {
  check('20 increments in parallel: all are kept', async (store) => {
    await keep(store, [user('u.1', { n: 0 })]);
    await together(store, 20, () => [{ kind: 'patch', id: 'u.1', increment: { '/n': 1 }, when: {} }]);
    expect(await store.read(PARTITION, 'u.1')).toMatchObject({ n: 20 });
  });

  check('10 creates of one id in parallel: exactly one is done', async (store) => {
    const outcomes = await together(store, 10, (n) => [
      create(user('q.1', { owner: n })),
      create(user(`u.${n}`)),
    ]);
    const winner = outcomes.findIndex(({ ok }) => ok);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.filter(({ ok }) => !ok)).toEqual(
      Array.from({ length: 9 }, () => ({ ok: false, index: 0, reason: 'exists' })),
    );
    expect(await store.read(PARTITION, 'q.1')).toMatchObject({ owner: winner });
    const owners = await Promise.all(outcomes.map((_, n) => store.read(PARTITION, `u.${n}`)));
    expect(owners.flatMap((owner, n) => (owner ? [n] : []))).toEqual([winner]);
  });

  check('10 patches with the same guard in parallel: exactly one is done', async (store) => {
    await keep(store, [user('u.1')]);
    const outcomes = await together(store, 10, (n) => [
      { kind: 'patch', id: 'u.1', set: { '/by': n }, increment: { '/revision': 1 }, when: { revision: 1 } },
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const winner = outcomes.findIndex(({ ok }) => ok);
    expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1', { revision: 2, by: winner }));
  });

  check('patches of different properties in parallel: all are kept', async (store) => {
    await keep(store, [user('u.1', { k: {} })]);
    await together(store, 10, (n) => [{ kind: 'patch', id: 'u.1', set: { [`/k/p${n}`]: n }, when: {} }]);
    const k = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`p${n}`, n]));
    expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1', { k }));
  });
}
