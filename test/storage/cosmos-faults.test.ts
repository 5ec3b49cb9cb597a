import type { OperationResponse } from '@azure/cosmos';
import { batchOutcome } from '../../shared/storage/cosmos/cosmos-document.ts';
import { withRetry } from '../../shared/storage/cosmos/cosmos-failure.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { DocumentTooLarge, StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { type CosmosDouble, connectedDouble, type Fault } from '../doubles/cosmos/index.ts';

const PARTITION = 'AcDemo';
const everything = { kind: 'and', terms: [] } as const;
const user = (id: string, extra: object = {}) => ({ id, type: 'user', revision: 1, ...extra });
const status = (code: number, more: Partial<Extract<Fault, { kind: 'status' }>> = {}): Fault => ({
  kind: 'status',
  status: code,
  ...more,
});
const times = (count: number, fault: Fault): readonly Fault[] => Array.from({ length: count }, () => fault);

interface Fixture {
  readonly double: CosmosDouble;
  readonly store: DocumentStore;
  readonly waits: number[];
}

/** A store with the document `u.1`; pauses are noted and not waited for. */
async function fixture({ timeout = 10_000 } = {}): Promise<Fixture> {
  const { double, connect } = await connectedDouble();
  const waits: number[] = [];
  const store = connect({ timeout, wait: async (milliseconds) => waits.push(milliseconds) });
  await store.batch(PARTITION, [{ kind: 'create', document: user('u.1') }]);
  double.take();
  return { double, store, waits };
}

const rejection = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

const increment = (store: DocumentStore) =>
  store.batch(PARTITION, [
    { kind: 'patch', id: 'u.1', increment: { '/revision': 1 }, when: { revision: 1 } },
  ]);

const REQUESTS = [
  ['read', 'a point read', (store: DocumentStore) => store.read(PARTITION, 'u.1')],
  ['query', 'a query', (store: DocumentStore) => store.query(PARTITION, { where: everything, limit: 10 })],
  ['query', 'a count', (store: DocumentStore) => store.count(PARTITION, everything)],
  ['batch', 'a batch', increment],
] as const;

describe('Cosmos DB answers 429 or 449: nothing happened', () => {
  it.each(REQUESTS)('%s: %s is sent again until it is answered', async (kind, _name, send) => {
    const { double, store } = await fixture();
    double.inject(kind, status(429, { retryAfter: 20 }), status(449));
    expect(await send(store)).toBeDefined();
    expect(double.take(kind).map((entry) => entry.status)).toEqual([429, 449, expect.any(Number)]);
  });

  it.each(REQUESTS)(
    '%s: %s is given up with the time that the service asked for',
    async (kind, _name, send) => {
      const { double, store } = await fixture();
      double.inject(kind, ...times(20, status(429, { retryAfter: 1500 })));
      const error = await rejection(send(store));
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error).toMatchObject({ retryAfter: 2, ambiguous: false });
    },
  );

  it('never asks again sooner than the service wants', async () => {
    const { double, store, waits } = await fixture();
    double.inject('read', status(429, { retryAfter: 700 }), status(429, { retryAfter: 900 }));
    await store.read(PARTITION, 'u.1');
    expect(waits).toHaveLength(2);
    expect(waits[0]).toBeGreaterThanOrEqual(700);
    expect(waits[1]).toBeGreaterThanOrEqual(900);
  });

  it('does not wait at all for more than its five seconds', async () => {
    const { double, store, waits } = await fixture();
    double.inject('read', status(429, { retryAfter: 60_000 }));
    expect(await rejection(store.read(PARTITION, 'u.1'))).toMatchObject({ retryAfter: 60 });
    expect(waits).toEqual([]);
  });

  it('is bounded in number: 449 for ever', async () => {
    const { double, store } = await fixture();
    double.inject('batch', ...times(50, status(449)));
    expect(await rejection(increment(store))).toMatchObject({ name: 'StoreUnavailable', ambiguous: false });
    expect(double.take('batch')).toHaveLength(8);
  });
});

const LOST: readonly (readonly [string, Fault, Fault])[] = [
  ['the connection is reset', { kind: 'reset', work: 'undone' }, { kind: 'reset', work: 'done' }],
  [
    'nothing comes within the timeout',
    { kind: 'silence', work: 'undone' },
    { kind: 'silence', work: 'done' },
  ],
  ['408', status(408), status(408)],
  ['410', status(410), status(410)],
  ['500', status(500), status(500)],
  ['503', status(503), status(503)],
  ['502 with the HTML page of a gateway', status(502, { body: '<html>' }), status(502, { body: '' })],
];

/** A request that hangs costs one time-out: it is not sent again. */
const FAST = LOST.filter(([, undone]) => undone.kind !== 'silence');

describe('The answer is lost', () => {
  it.each(FAST)('%s: reads are sent again', async (_name, undone, done) => {
    const { double, store } = await fixture({ timeout: 60 });
    double.inject('read', undone, done);
    double.inject('query', undone, done);
    expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1'));
    expect(await store.query(PARTITION, { where: everything, limit: 10 })).toEqual([user('u.1')]);
  });

  it.each(LOST)('%s, again and again: a read is given up', async (_name, undone) => {
    const { double, store, waits } = await fixture({ timeout: 20 });
    double.inject('read', ...times(20, undone));
    expect(await rejection(store.read(PARTITION, 'u.1'))).toMatchObject({
      name: 'StoreUnavailable',
      ambiguous: false,
    });
    const sent = double.take('read').length;
    if (undone.kind === 'silence') expect(sent).toBe(1);
    else expect(sent).toBeGreaterThan(5);
    expect(waits.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(5000);
  });

  it.each(LOST)('%s: a write is sent once and is ambiguous', async (_name, undone) => {
    const { double, store } = await fixture({ timeout: 60 });
    double.inject('batch', undone);
    expect(await rejection(increment(store))).toMatchObject({ name: 'StoreUnavailable', ambiguous: true });
    expect(double.take('batch')).toHaveLength(1);
    expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1'));
  });

  it.each([
    ['reset', { kind: 'reset', work: 'done' }],
    ['silence', { kind: 'silence', work: 'done' }],
  ] as const)('%s after the work: the write is there once', async (_name, fault) => {
    const { double, store } = await fixture({ timeout: 60 });
    double.inject('batch', fault);
    expect(await rejection(increment(store))).toMatchObject({ ambiguous: true });
    expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1', { revision: 2 }));
  });
});

describe('A query fails between two pages', () => {
  it.each([
    ['429', status(429)],
    ['503', status(503)],
    ['reset', { kind: 'reset', work: 'undone' }],
  ] as const)('%s: it starts again and misses nothing', async (_name, fault) => {
    const { double, store } = await fixture();
    await store.batch(PARTITION, [
      { kind: 'create', document: user('u.2') },
      { kind: 'create', document: user('u.3') },
    ]);
    const cut: Fault = { kind: 'page', rows: 2 };
    double.inject('query', cut, fault, cut, fault);
    expect(await store.query(PARTITION, { where: everything, limit: 10 })).toHaveLength(3);
    double.inject('query', cut, fault);
    expect(await store.count(PARTITION, everything)).toBe(3);
  });
});

describe('One operation of a batch is throttled (207)', () => {
  it('never asks again sooner than that operation wants', async () => {
    const { waits } = await fixture();
    const results = [{ statusCode: 424 }, { statusCode: 429, retryAfterMilliseconds: 800 }];
    const send = async () => batchOutcome(results as unknown as OperationResponse[]);
    const error = await rejection(withRetry('write', send, async (milliseconds) => waits.push(milliseconds)));
    expect(error).toMatchObject({
      name: 'StoreUnavailable',
      throttled: true,
      ambiguous: false,
      retryAfter: 1,
    });
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(800);
  });
});

describe('An id that no document can have', () => {
  it.each(['u.a\u0000b', 'u.a\nb', 'u.\u007f', 'u.a/b', 'u.a?b', 'u.\ud800', '..'])(
    '%j: there is no such document, and the service is not asked',
    async (id) => {
      const { double, store } = await fixture();
      expect(await store.read(PARTITION, id)).toBeUndefined();
      expect(double.take()).toEqual([]);
    },
  );
});

describe('Other refusals', () => {
  it('413: DocumentTooLarge, nothing written', async () => {
    const { store } = await fixture();
    const large = user('u.2', { r: 'x'.repeat(2 * 1024 * 1024) });
    const error = await rejection(store.batch(PARTITION, [{ kind: 'create', document: large }]));
    expect(error).toBeInstanceOf(DocumentTooLarge);
    expect(await store.read(PARTITION, 'u.2')).toBeUndefined();
  });

  it.each([401, 403])('%i (no role yet): unavailable, not sent again', async (code) => {
    const { double, store } = await fixture();
    double.inject('batch', status(code));
    expect(await rejection(increment(store))).toMatchObject({ name: 'StoreUnavailable', ambiguous: false });
    expect(double.take('batch')).toHaveLength(1);
  });

  it('403/3 (the account fails over): sent again', async () => {
    const { double, store } = await fixture();
    double.inject('batch', status(403, { substatus: 3 }));
    expect(await increment(store)).toMatchObject({ ok: true });
  });

  it('404/1002 (no replica has the session yet) is not an absent document: sent again', async () => {
    const { double, store } = await fixture();
    double.inject('read', status(404, { substatus: 1002 }));
    expect(await store.read(PARTITION, 'u.1')).toEqual(user('u.1'));
  });

  it('404/1003 (no such container) is not an absent document, but an outage until the deployment is repaired', async () => {
    const { double, store } = await fixture();
    double.inject('read', status(404, { substatus: 1003 }));
    expect(await rejection(store.read(PARTITION, 'u.1'))).toMatchObject({
      name: 'StoreUnavailable',
      message: expect.stringMatching(/^Cosmos DB: read failed, 404\/1003: .*COSMOS_DATABASE/),
      ambiguous: false,
    });
  });

  it('400: an error of ours whose message holds nothing of the document', async () => {
    const { store } = await fixture();
    const secret = user('u.secret/', { r: 'secret' });
    const error = await rejection(store.batch(PARTITION, [{ kind: 'create', document: secret }]));
    expect(error).toMatchObject({ name: 'StoreFailure', message: 'Cosmos DB: write failed, 400' });
    expect(error).not.toBeInstanceOf(StoreUnavailable);
  });

  it('nothing that is thrown quotes the key, the signature or the document', async () => {
    const { double, store } = await fixture();
    const { inspect } = await import('node:util');
    const document = user('u.2', { r: 'in the document' });
    for (const fault of [...LOST.map(([, undone]) => undone), status(400), status(401)]) {
      if (fault.kind === 'silence') continue;
      double.inject('batch', fault);
      const error = await rejection(store.batch(PARTITION, [{ kind: 'create', document }]));
      const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
      expect(shown).not.toContain(double.key);
      expect(shown).not.toMatch(/in the document|type%3Dmaster|sig%3D/);
    }
  });
});
