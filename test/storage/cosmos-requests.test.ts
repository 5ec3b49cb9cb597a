import type { DocumentOperation, DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

const PARTITION = 'AcDemo';
const everything = { kind: 'and', terms: [] } as const;
const user = (id: string, extra: object = {}) => ({ id, type: 'user', revision: 1, ...extra });
const create = (id: string): DocumentOperation => ({ kind: 'create', document: user(id) });
const ids = (documents: readonly { id: string }[]) => documents.map(({ id }) => id);

const fill = (store: DocumentStore, count: number) =>
  store.batch(
    PARTITION,
    Array.from({ length: count }, (_, at) => create(`u.${10 + at}`)),
  );

describe('What an operation costs', () => {
  const COSTS: readonly (readonly [string, (store: DocumentStore) => Promise<unknown>, readonly string[]])[] =
    [
      ['a read', (store) => store.read(PARTITION, 'u.10'), ['read 200']],
      ['a read of nothing', (store) => store.read(PARTITION, 'u.nobody'), ['read 404']],
      ['a batch of 3', (store) => store.batch(PARTITION, ['a', 'b', 'c'].map(create)), ['batch 200']],
      ['a failed batch', (store) => store.batch(PARTITION, [create('u.10')]), ['batch 207']],
      [
        'a query',
        (store) => store.query(PARTITION, { where: everything, limit: 3 }),
        ['plan 200', 'query 200'],
      ],
      ['a count', (store) => store.count(PARTITION, everything), ['plan 200', 'query 200']],
      ['an empty batch', (store) => store.batch(PARTITION, []), []],
      ['a page of no documents', (store) => store.query(PARTITION, { where: everything, limit: 0 }), []],
      ['a read of an id that no document can have', (store) => store.read(PARTITION, 'u.a/b?c#d\\'), []],
      ['a read of an id that is no text', (store) => store.read(PARTITION, 'u.\ud800'), []],
      ['a read of an endless id', (store) => store.read(PARTITION, 'u'.repeat(5000)), []],
    ];

  it.each(COSTS)('%s', async (_name, send, requests) => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    await fill(store, 5);
    double.take();
    await send(store);
    expect(double.take().map(({ kind, status }) => `${kind} ${status}`)).toEqual(requests);
  });

  it('is reported with its request units', async () => {
    const { connect } = await connectedDouble();
    const seen: string[] = [];
    const store = connect({ onRequest: ({ kind, charge }) => seen.push(`${kind} ${charge > 0}`) });
    await fill(store, 1);
    await store.read(PARTITION, 'u.10');
    await store.query(PARTITION, { where: everything, limit: 1 });
    await store.count(PARTITION, everything);
    expect(seen).toEqual(['batch true', 'read true', 'query true', 'count true']);
  });
});

describe('Pages of the service are not pages of the store', () => {
  it('short and empty ones that carry a continuation are read on', async () => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    await fill(store, 20);
    double.take();
    double.inject('query', ...[3, 0, 0, 1].map((rows) => ({ kind: 'page' as const, rows })));
    const page = await store.query(PARTITION, { where: everything, after: 'u.12', offset: 2, limit: 9 });
    expect(ids(page)).toEqual(['15', '16', '17', '18', '19', '20', '21', '22', '23'].map((id) => `u.${id}`));
    expect(double.take('query')).toHaveLength(5);
  });

  it('a last one that is full and carries a continuation is followed by an empty one', async () => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    await fill(store, 4);
    double.inject('query', { kind: 'page', rows: 4 });
    expect(ids(await store.query(PARTITION, { where: everything, limit: 100 }))).toHaveLength(4);
  });

  it('documents of more than an answer holds come in several', async () => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    for (const id of ['u.1', 'u.2', 'u.3', 'u.4', 'u.5']) {
      const document = user(id, { r: 'x'.repeat(1_500_000) });
      await store.batch(PARTITION, [{ kind: 'create', document }]);
    }
    double.take();
    expect(ids(await store.query(PARTITION, { where: everything, limit: 5 }))).toHaveLength(5);
    expect(double.take('query')).toHaveLength(3);
  });

  it('a count that the service interrupts is the sum of its parts', async () => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    await fill(store, 50);
    double.inject('query', ...[20, 0, 7].map((rows) => ({ kind: 'page' as const, rows })));
    expect(await store.count(PARTITION, everything)).toBe(50);
  });
});

describe('Session consistency', () => {
  const stale = { kind: 'stale', writes: 50 } as const;

  it.each([
    ['read', (store: DocumentStore) => store.read(PARTITION, 'u.10')],
    [
      'query',
      async (store: DocumentStore) => (await store.query(PARTITION, { where: everything, limit: 1 }))[0],
    ],
  ] as const)('a %s by a lagging replica shows the own writes, not those of others', async (kind, send) => {
    const { double, connect } = await connectedDouble();
    const [writer, stranger] = [connect(), connect()];
    await fill(writer, 1);
    double.inject(kind, stale, stale);
    expect(await send(writer)).toMatchObject({ id: 'u.10' });
    expect(await send(stranger)).toBeUndefined();
    expect(await send(stranger)).toMatchObject({ id: 'u.10' });
  });

  it('a failed batch shows the write that it lost against', async () => {
    const { double, connect } = await connectedDouble();
    const [writer, loser] = [connect(), connect()];
    await fill(writer, 1);
    expect(await loser.batch(PARTITION, [create('u.10')])).toEqual({ ok: false, index: 0, reason: 'exists' });
    double.inject('read', stale);
    expect(await loser.read(PARTITION, 'u.10')).toMatchObject({ id: 'u.10' });
  });
});

describe('Ids that no document can have', () => {
  const IDS = [
    'u.\u0000',
    'u.\n1',
    'u.\u0085',
    'u./1',
    'u.?',
    'u.#',
    'u.\\',
    '..',
    '',
    '\ud800',
    'x'.repeat(1024),
  ];

  it.each(IDS)('%j: there is none, and nobody is asked', async (id) => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    await fill(store, 1);
    double.take();
    expect(await store.read(PARTITION, id)).toBeUndefined();
    const patch = { kind: 'patch', id, set: { '/x': 1 }, when: {} } as const;
    const missing = { ok: false, index: 1, reason: 'missing' };
    expect(await store.batch(PARTITION, [create('u.11'), patch])).toEqual(missing);
    expect(await store.batch(PARTITION, [create('u.11'), { kind: 'delete', id }])).toEqual(missing);
    expect(double.take()).toEqual([]);
  });
});

describe('Batches', () => {
  it('more than 100 operations are refused before anything is sent', async () => {
    const { double, connect } = await connectedDouble();
    await expect(fill(connect(), 101)).rejects.toThrow();
    expect(double.take()).toEqual([]);
  });

  it.each([['quoted "\\'], ['line\u2028separator'], ["' OR true"], ['\ud800'], ['ключ'], ['']])(
    'a guard on %j holds for exactly that text',
    async (text) => {
      const { connect } = await connectedDouble();
      const store = connect();
      await store.batch(PARTITION, [{ kind: 'create', document: user('u.1', { operationId: text }) }]);
      const patch = (operationId: string) =>
        store.batch(PARTITION, [{ kind: 'patch', id: 'u.1', set: { '/r': 1 }, when: { operationId } }]);
      expect(await patch(`${text}x`)).toEqual({ ok: false, index: 0, reason: 'guard' });
      expect(await patch(text)).toMatchObject({ ok: true });
    },
  );

  it.each(['a b', 'x"]=1 OR true--', '__proto__.x', 'é', ''])(
    'a guard on the property %j is refused',
    async (name) => {
      const { connect } = await connectedDouble();
      const when = { [name]: true };
      await expect(connect().batch(PARTITION, [{ kind: 'patch', id: 'u.1', when }])).rejects.toThrow(
        TypeError,
      );
    },
  );

  it('documents come back without the properties of the service, and hostile names stay data', async () => {
    const { connect } = await connectedDouble();
    const store = connect();
    const document = user('u.1', JSON.parse('{"r":{"__proto__":{"a":1},"constructor":[],"":null}}'));
    const written = await store.batch(PARTITION, [{ kind: 'upsert', document }]);
    expect(JSON.stringify(written)).toBe(JSON.stringify({ ok: true, documents: [document] }));
    expect(JSON.stringify(await store.read(PARTITION, 'u.1'))).toBe(JSON.stringify(document));
  });
});

describe('Several clients with latency', () => {
  it('20 parallel increments under a guard: each revision is won once', async () => {
    const { connect } = await connectedDouble({ latency: () => Math.random() * 4 });
    await fill(connect(), 1);
    const attempt = async (store: DocumentStore): Promise<void> => {
      const revision = Number((await store.read(PARTITION, 'u.10'))?.revision);
      const result = await store.batch(PARTITION, [
        { kind: 'patch', id: 'u.10', increment: { '/revision': 1 }, when: { revision } },
      ]);
      if (!result.ok) await attempt(store);
    };
    await Promise.all(Array.from({ length: 20 }, () => attempt(connect())));
    expect(await connect().read(PARTITION, 'u.10')).toMatchObject({ revision: 21 });
  });
});
