import { ofType } from '../../shared/storage/documents/conditions.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';

/** Documents of one type among others; 2,000 milliseconds later some of them are past their time. */
async function filled(now = 2000) {
  let time = 0;
  const store = openSqlite(':memory:', 'resources', { now: () => time });
  for (let index = 0; index < 25; index += 1) {
    const id = `u.${String(index).padStart(2, '0')}`;
    const ttl = index % 5 === 0 ? { ttl: 1 } : {};
    await store.batch('A', [
      { kind: 'create', document: { id, type: 'user', ...ttl } },
      { kind: 'create', document: { id: `g.${index}`, type: 'group' } },
    ]);
  }
  time = now;
  return store;
}

const users = { type: 'user', prefix: 'u.', withGroups: true } as const;

it.each([0, 2000])(
  'a jump leads where the plain query leads, from whichever end it is found (%i)',
  async (now) => {
    const store = await filled(now);
    for (let offset = 0; offset < 27; offset += 1) {
      const plain = await store.query('A', { where: ofType('user'), offset, limit: 3 });
      const found = await store.readRenditions?.('A', { ...users, which: { offset, limit: 3 } });
      expect([offset, found?.rows.map(({ id }) => id)]).toEqual([offset, plain.map(({ id }) => id)]);
    }
  },
);

it('a page after an id is the one that the plain query reads', async () => {
  const store = await filled();
  for (const after of ['u.', 'u.03', 'u.23', 'u.24', 'v']) {
    const plain = await store.query('A', { where: ofType('user'), after, limit: 3 });
    const found = await store.readRenditions?.('A', { ...users, which: { after, limit: 3 } });
    expect([after, found?.rows.map(({ id }) => id)]).toEqual([after, plain.map(({ id }) => id)]);
  }
});

it('a rendition stays until a write touches what it was made of', async () => {
  const store = openSqlite(':memory:', 'resources');
  const rendition = { text: 'T', layout: 'L' };
  const r = { meta: { lastModified: 'a' } };
  await store.batch('A', [
    { kind: 'create', document: { id: 'u.1', type: 'user', revision: 1, r }, rendition },
  ]);
  const kept = async () =>
    (await store.readRenditions?.('A', { ...users, which: { id: 'u.1' } }))?.rows.map((row) => [
      row.revision,
      row.rendition,
    ]);
  const patch = (set: Record<string, string>, more: object = {}) =>
    store.batch('A', [{ kind: 'patch', id: 'u.1', set, when: {}, increment: { '/revision': 1 }, ...more }]);
  await patch({ '/guard': 'x' });
  expect(await kept()).toEqual([[2, rendition]]);
  await patch({ '/r/meta/lastModified': 'b' });
  expect(await kept()).toEqual([[3, undefined]]);
  await patch({ '/operationId': 'y' }, { rendition });
  expect(await kept()).toEqual([[4, rendition]]);
  await patch({ '/type': 'tombstone' });
  expect(await kept()).toEqual([]);
});
