/** Queries: order, pages, partitions. */

import type { DocumentQuery, StoredDocument } from '../../../shared/storage/documents/document-store.ts';
import { type Check, either, equal, everything, keep, PARTITION, user } from './opened.ts';

const IDS = Array.from({ length: 12 }, (_, index) => `u.${String(index + 1).padStart(2, '0')}`);
const ofType = equal(['type'], 'user');

const PAGES: readonly (readonly [string, Omit<DocumentQuery, 'where'>, readonly string[]])[] = [
  ['all of them', { limit: 100 }, IDS],
  ['the first', { limit: 3 }, IDS.slice(0, 3)],
  ['from an offset', { limit: 3, offset: 4 }, IDS.slice(4, 7)],
  ['past the end', { limit: 3, offset: 12 }, []],
  ['the last, not full', { limit: 5, offset: 10 }, IDS.slice(10)],
  ['after an id', { limit: 3, after: 'u.04' }, IDS.slice(4, 7)],
  ['after an id that is not there', { limit: 2, after: 'u.04x' }, IDS.slice(4, 6)],
  ['after an id, from an offset', { limit: 2, after: 'u.04', offset: 3 }, IDS.slice(7, 9)],
  ['after the last', { limit: 2, after: 'u.12' }, []],
  ['of no documents', { limit: 0 }, []],
];

export function pages(check: Check): void {
  const few = IDS.map((id) => user(id));
  const others: StoredDocument[] = [
    { id: 'm.1', type: 'membership', groupId: 'g1', memberId: '1' },
    { id: 'z.1', type: 'intent', groupId: 'g1', owes: true },
  ];

  for (const [title, page, ids] of PAGES) {
    check(`a page: ${title}`, async (store) => {
      await keep(store, [...few, ...others]);
      await keep(store, [user('u.03x'), user('u.99')], 'AcOther');
      const documents = await store.query(PARTITION, { where: ofType, ...page });
      expect(documents).toEqual(ids.map((id) => user(id)));
    });

    check(`a page of several conditions: ${title}`, async (store) => {
      await keep(store, [
        ...few.toReversed().map((one, index) => ({ ...one, odd: index % 2 === 0 })),
        ...others,
      ]);
      await keep(store, [user('u.03x'), user('u.99')], 'AcOther');
      const where = either(equal(['odd'], true), equal(['odd'], false), equal(['id'], 'u.05'));
      const documents = await store.query(PARTITION, { where, ...page });
      expect(documents.map(({ id }) => id)).toEqual(ids);
    });
  }

  check('the order is that of UTF-8 bytes, whatever was written first', async (store) => {
    const ids = ['u.', 'u.!', 'u.A', 'u.B', 'u.a', 'u.a0', 'u.b', 'u.é', 'u.\uFFFD', 'u.\u{1F600}'];
    await keep(
      store,
      ids.toReversed().map((id) => user(id)),
    );
    const page = await store.query(PARTITION, { where: everything, limit: 100 });
    expect(page.map(({ id }) => id)).toEqual(ids);
    const rest = await store.query(PARTITION, { where: everything, limit: 100, after: 'u.\uFFFD' });
    expect(rest.map(({ id }) => id)).toEqual(['u.\u{1F600}']);
  });

  check('a walk meets every document once, however long', async (store) => {
    const ids = Array.from({ length: 2500 }, (_, index) => `u.${10_000 + index}`);
    await keep(
      store,
      ids.map((id) => user(id)),
    );
    const met: string[] = [];
    for (let after: string | undefined; ; after = met.at(-1)) {
      const start = after === undefined ? {} : { after };
      const page = await store.query(PARTITION, { where: ofType, limit: 700, ...start });
      met.push(...page.map(({ id }) => id));
      if (page.length < 700) break;
    }
    expect(met).toEqual(ids);
    expect(await store.query(PARTITION, { where: ofType, limit: 5000 })).toHaveLength(2500);
  });
}
