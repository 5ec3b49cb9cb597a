/** Queries: order, pages, partitions. */

import type { Condition } from '../../../shared/scim/filter/condition.ts';
import { isObject } from '../../../shared/scim/json.ts';
import type { DocumentQuery, StoredDocument } from '../../../shared/storage/documents/document-store.ts';
import { pagesOf } from '../../../shared/storage/documents/pages.ts';
import {
  all,
  type Check,
  compare,
  either,
  equal,
  everything,
  keep,
  not,
  oneOf,
  PARTITION,
  user,
} from './opened.ts';

const IDS = Array.from({ length: 12 }, (_, index) => `u.${String(index + 1).padStart(2, '0')}`);
const ofType = equal(['type'], 'user');

const NEWEST_FIRST = IDS.toReversed();

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
  ['descending, all of them', { descending: true, limit: 100 }, NEWEST_FIRST],
  ['descending, from an offset', { descending: true, limit: 3, offset: 4 }, NEWEST_FIRST.slice(4, 7)],
  ['descending, after an id', { descending: true, limit: 3, after: 'u.09' }, NEWEST_FIRST.slice(4, 7)],
  [
    'descending, after an id that is not there',
    { descending: true, limit: 2, after: 'u.08x' },
    NEWEST_FIRST.slice(4, 6),
  ],
  ['descending, after the last', { descending: true, limit: 2, after: 'u.01' }, []],
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

  const PREFIXED: readonly (readonly [string, Omit<DocumentQuery, 'where'>, readonly string[]])[] = [
    ['all of them', { limit: 100 }, IDS],
    ['from an offset', { limit: 3, offset: 4 }, IDS.slice(4, 7)],
    ['after an id', { limit: 3, after: 'u.04' }, IDS.slice(4, 7)],
    ['after one in front of it', { limit: 3, after: 'm.1' }, IDS.slice(0, 3)],
    ['after one behind it', { limit: 3, after: 'v.1' }, []],
    ['after an id, from an offset', { limit: 2, after: 'u.04', offset: 3 }, IDS.slice(7, 9)],
    ['descending, all of them', { descending: true, limit: 100 }, NEWEST_FIRST],
    ['descending, after an id', { descending: true, limit: 3, after: 'u.09' }, NEWEST_FIRST.slice(4, 7)],
    ['descending, after one in front of it', { descending: true, limit: 3, after: 'm.1' }, []],
    [
      'descending, after one behind it',
      { descending: true, limit: 3, after: 'v.1' },
      NEWEST_FIRST.slice(0, 3),
    ],
  ];
  const neighbours = ['t.99', 'u', 'u-1', 'u0', 'uv.1'].map((id) => ({ ...user(id), type: 'other' }));
  for (const [title, page, ids] of PREFIXED)
    for (const [what, where] of [
      ['everything', everything],
      ['a type', ofType],
      ['a filter', compare(['revision'], 'eq', 1)],
      ['several conditions', either(equal(['type'], 'user'), equal(['type'], 'other'))],
    ] as const)
      check(`only ids that begin with a prefix: ${what}, ${title}`, async (store) => {
        await keep(store, [...few, ...others, ...neighbours]);
        await keep(store, [user('u.03x')], 'AcOther');
        const documents = await store.query(PARTITION, { where, prefix: 'u.', ...page });
        expect(documents.map(({ id }) => id)).toEqual(ids);
      });

  check('entries of a log have a prefix of their own', async (store) => {
    const entry = (id: string): StoredDocument => ({ id, type: 'log', k: { at: '2026' } });
    await keep(store, [entry('l.2'), ...few, entry('l.1')]);
    for (const where of [everything, equal(['type'], 'log'), equal(['k', 'at'], '2026')]) {
      const page = await store.query(PARTITION, { where, prefix: 'l.', limit: 10 });
      expect(page.map(({ id }) => id)).toEqual(['l.1', 'l.2']);
    }
  });

  check('all at once: in order, whole, whatever the limit or in as many pages as it takes', async (store) => {
    const documents = Array.from({ length: 2300 }, (_, index) => user(`u.${10_000 + ((index * 7) % 2300)}`));
    await keep(store, [...documents, ...others]);
    const ids = documents.map(({ id }) => id).sort();
    for (const where of [ofType, compare(['revision'], 'eq', 1), either(equal(['revision'], 1))])
      for (const limit of [2300, 2299, 700]) {
        const met: string[] = [];
        for await (const page of pagesOf(store, PARTITION, { where, limit, atOnce: true }))
          met.push(...page.map(({ id }) => id));
        expect(met).toEqual(ids);
      }
  });

  check(
    'a filter that selects more than is put in order beside the store is read in order',
    async (store) => {
      const documents = Array.from({ length: 1300 }, (_, index) =>
        user(`u.${10_000 + ((index * 7) % 1300)}`, { k: { odd: index % 2 === 1, all: true } }),
      );
      await keep(store, [...documents, ...others]);
      for (const key of ['odd', 'all']) {
        const where = all(ofType, equal(['k', key], true));
        const selected = documents.filter(({ k }) => isObject(k) && k[key] === true);
        const ids = selected.map(({ id }) => id).sort();
        for (const hits of [undefined, ids.length])
          for (const [offset, limit] of [
            [0, 100],
            [600, 100],
            [ids.length - 5, 10],
          ] as const) {
            const known = hits === undefined ? {} : { hits };
            const page = await store.query(PARTITION, { where, prefix: 'u.', offset, limit, ...known });
            expect(page.map(({ id }) => id)).toEqual(ids.slice(offset, offset + limit));
            const after = String(ids[offset]);
            const rest = await store.query(PARTITION, { where, prefix: 'u.', after, limit, ...known });
            expect(rest.map(({ id }) => id)).toEqual(ids.slice(offset + 1, offset + 1 + limit));
          }
      }
    },
  );

  check('a list of 20,000 values, wherever it is in a condition', async (store) => {
    await keep(store, [...few, ...others]);
    const values = Array.from({ length: 20_000 }, (_, n) => `u.0190a1b2-0000-7000-8000-${1e11 + n}`);
    const listed = oneOf(['id'], [...values, 'u.03', 'u.05', 'u.07', 'm.1']);
    const selected: readonly (readonly [Condition, readonly string[]])[] = [
      [all(ofType, listed), ['u.03', 'u.05', 'u.07']],
      [all(ofType, not(listed), compare(['id'], 'lt', 'u.06')), ['u.01', 'u.02', 'u.04']],
      [either(all(ofType, listed), equal(['id'], 'z.1')), ['u.03', 'u.05', 'u.07', 'z.1']],
    ];
    for (const [where, ids] of selected) {
      expect(await store.count(PARTITION, where)).toBe(ids.length);
      for (const [offset, limit] of [
        [0, 10],
        [1, 2],
        [3, 2],
      ] as const) {
        const page = await store.query(PARTITION, { where, offset, limit });
        expect(page.map(({ id }) => id)).toEqual(ids.slice(offset, offset + limit));
      }
    }
  });

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

  check('what no index answers is met once, from any start, and counted', async (store) => {
    const documents = Array.from({ length: 700 }, (_, index) =>
      user(`u.${10_000 + index}`, { k: { odd: index % 2 === 1, seventh: index % 7 === 0 } }),
    );
    await keep(store, [...documents, ...others]);
    for (const key of ['odd', 'seventh']) {
      const where = all(ofType, equal(['k', key], true));
      const ids = documents.filter(({ k }) => isObject(k) && k[key] === true).map(({ id }) => id);
      expect(await store.count(PARTITION, where)).toBe(ids.length);
      for (const [offset, limit] of [
        [0, 1000],
        [0, 60],
        [70, 20],
        [ids.length - 1, 5],
        [ids.length, 5],
      ] as const) {
        const page = await store.query(PARTITION, { where, offset, limit });
        expect(page.map(({ id }) => id)).toEqual(ids.slice(offset, offset + limit));
      }
      const after = String(ids[40]);
      const rest = await store.query(PARTITION, { where, after, offset: 3, limit: 30 });
      expect(rest.map(({ id }) => id)).toEqual(ids.slice(44, 74));
    }
  });

  const heavy = Array.from({ length: 24 }, (_, index) =>
    user(`u.${10 + index}`, { k: { n: index }, text: 'x'.repeat(1_000_000) }),
  );
  for (const [title, where] of [
    ['a type', ofType],
    ['a filter', all(ofType, compare(['k', 'n'], 'ge', 0))],
    [
      'ids',
      all(
        ofType,
        oneOf(
          ['id'],
          heavy.map(({ id }) => id),
        ),
      ),
    ],
  ] as const) {
    check(`a page ends where it would become too large, and says so: ${title}`, async (store) => {
      for (const document of heavy) await keep(store, [document]);
      const page = await store.query(PARTITION, { where, limit: 24 });
      expect(page.isCut).toBe(true);
      expect(page.length).toBeGreaterThan(14);
      expect(page.length).toBeLessThan(22);
      const met: string[] = [];
      for await (const some of pagesOf(store, PARTITION, { where, limit: 24 }))
        met.push(...some.map(({ id }) => id));
      expect(met).toEqual(heavy.map(({ id }) => id));
    });
  }
}
