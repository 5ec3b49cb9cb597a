import { CosmosDouble } from '../doubles/cosmos/index.ts';

// The adapter never sends what is refused here: these tests keep the double as strict as the service.

const HEADERS = {
  authorization: encodeURIComponent('type=aad&ver=1.0&sig=token'),
  'x-ms-version': '2020-07-15',
  'x-ms-documentdb-partitionkey': '["AcDemo"]',
};
const DOCS = '/dbs/scim/colls/resources/docs';

const IN_PARTITION = 'WHERE c["partitionKey"] = @pk AND';
const COUNT = `SELECT VALUE COUNT(1) FROM c ${IN_PARTITION} true`;
const PARTITION = { name: '@pk', value: 'AcDemo' };

type Headers = Record<string, string>;

async function openDouble(clock = { now: 1_000_000 }) {
  const double = new CosmosDouble({ now: () => clock.now });
  const post = (path: string, body: unknown, headers: Headers = {}) =>
    double.handle({ method: 'POST', path, headers: { ...HEADERS, ...headers }, body: JSON.stringify(body) });
  const get = (path: string, headers: Headers = {}) =>
    double.handle({ method: 'GET', path, headers: { ...HEADERS, ...headers }, body: '' });
  await post('/dbs', { id: 'scim' });
  const partitionKey = { paths: ['/partitionKey'], kind: 'Hash', version: 2 };
  await post('/dbs/scim/colls', { id: 'resources', partitionKey, defaultTtl: -1 });
  const batch = async (...operations: readonly unknown[]) => {
    const headers = { 'x-ms-cosmos-is-batch-request': 'true', 'x-ms-cosmos-batch-atomic': 'true' };
    const { status, body } = await post(DOCS, operations, headers);
    const results: unknown = JSON.parse(body);
    const statuses = Array.isArray(results) ? results.map(({ statusCode }) => statusCode) : [];
    return [status, ...statuses];
  };
  const query = (text: string, parameters: readonly unknown[] = [], headers: Headers = {}) =>
    post(
      DOCS,
      { query: text, parameters: [PARTITION, ...parameters] },
      { 'x-ms-documentdb-isquery': 'true', ...headers },
    );
  return { double, post, get, batch, query };
}

const document = (extra: object = {}) => ({
  id: 'u.1',
  type: 'user',
  partitionKey: 'AcDemo',
  n: 1,
  k: {},
  ...extra,
});
const create = (extra: object = {}) => ({ operationType: 'Create', resourceBody: document(extra) });
const patch = (operations: readonly unknown[], condition?: string) => ({
  operationType: 'Patch',
  id: 'u.1',
  resourceBody: { operations, ...(condition === undefined ? {} : { condition }) },
});

describe('SQL that the adapter does not send is refused', () => {
  const where = `${IN_PARTITION} c["id"] = "a" ORDER BY c["id"] ASC`;
  it.each([
    'SELECT * FROM c',
    `SELECT * FROM c ${where}`,
    `SELECT TOP 5 * FROM c ${where}`,
    `SELECT TOP @n c["id"] FROM c ${where}`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} true`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} true ORDER BY c["type"] DESC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} true ORDER BY c["type"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} true ORDER BY c["id"] ASC OFFSET @n LIMIT @n`,
    `SELECT TOP @n * FROM c JOIN e IN c["e"] ${IN_PARTITION} true ORDER BY c["id"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} LOWER(c["id"]) = "a" ORDER BY c["id"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} CONTAINS(c["id"], "a", true) ORDER BY c["id"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} c["id"] IN ("a") ORDER BY c["id"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} c["id"] != "a" ORDER BY c["id"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} c.id = "a" ORDER BY c["id"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} d["id"] = "a" ORDER BY c["id"] ASC`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} e["id"] = "a" ORDER BY c["id"] ASC; DROP`,
    `SELECT TOP @n * FROM c ${IN_PARTITION} EXISTS(SELECT VALUE c FROM c IN c["e"] WHERE true) ORDER BY c["id"] ASC`,
    'SELECT TOP @n * FROM c WHERE true ORDER BY c["id"] ASC',
    'SELECT VALUE COUNT(1) FROM c WHERE true',
    `SELECT VALUE COUNT(1) FROM c ${IN_PARTITION} true OR true`,
    `SELECT COUNT(1) FROM c ${IN_PARTITION} true`,
    'SELECT VALUE COUNT(1) FROM c',
    `SELECT VALUE COUNT(1) FROM c ${IN_PARTITION} c["id"] = @unbound`,
    `SELECT VALUE COUNT(1) FROM c ${IN_PARTITION} true GROUP BY c["type"]`,
    '',
  ])('%s', async (sql) => {
    const { query, batch } = await openDouble();
    await batch(create());
    expect((await query(sql, [{ name: '@n', value: 5 }])).status).toBe(400);
  });

  it('what it does send is answered', async () => {
    const { query, batch } = await openDouble();
    await batch(create());
    const sql = `SELECT TOP @n * FROM c ${IN_PARTITION} c["id"] = "u.1" ORDER BY c["id"] ASC`;
    expect(await query(sql, [{ name: '@n', value: 5 }])).toMatchObject({ status: 200 });
  });
});

describe('Requests as the service wants them', () => {
  it.each<readonly [string, number, Headers]>([
    ['without authorization', 401, { authorization: '' }],
    ['with a key that is not the account’s', 401, { authorization: 'type%3Dmaster%26ver%3D1.0%26sig%3Dabc' }],
    ['without a version', 400, { 'x-ms-version': '' }],
    ['with two partition keys', 400, { 'x-ms-documentdb-partitionkey': '["a","b"]' }],
    ['for another partition', 404, { 'x-ms-documentdb-partitionkey': '["Other"]' }],
    ['with a session that the service has not reached', 404, { 'x-ms-session-token': '0:-1#99' }],
    ['as it should be', 200, {}],
  ])('a read %s: %i', async (_name, status, headers) => {
    const { get, batch } = await openDouble();
    await batch(create());
    expect(await get(`${DOCS}/u.1`, headers)).toMatchObject({ status });
  });

  it('a document is stored with a quoted etag, and no header promises a next page where there is none', async () => {
    const { get, query, batch } = await openDouble();
    await batch(create());
    expect(JSON.parse((await get(`${DOCS}/u.1`)).body)._etag).toMatch(/^"[0-9a-f-]{36}"$/);
    const { headers } = await query(COUNT);
    expect(headers).not.toHaveProperty('x-ms-continuation');
    expect(Number(headers['x-ms-request-charge'])).toBeGreaterThan(0);
  });

  it('a continuation of another query is refused', async () => {
    const { query, batch } = await openDouble();
    await batch(create(), create({ id: 'u.2' }));
    const sql = `SELECT TOP @n * FROM c ${IN_PARTITION} true ORDER BY c["id"] ASC`;
    const first = await query(sql, [{ name: '@n', value: 2 }], { 'x-ms-max-item-count': '1' });
    const continuation = { 'x-ms-continuation': String(first.headers['x-ms-continuation']) };
    expect(await query(sql, [{ name: '@n', value: 3 }], continuation)).toMatchObject({ status: 400 });
    expect(await query(sql, [{ name: '@n', value: 2 }], continuation)).toMatchObject({ status: 200 });
  });

  it.each([
    ['GET', '/dbs/other'],
    ['GET', '/dbs/scim/colls/other'],
    ['GET', '/dbs/scim/colls/other/docs/u.1'],
  ])('%s %s: 404 with the substatus of a missing owner', async (_method, path) => {
    const { get } = await openDouble();
    expect(await get(path)).toMatchObject({ status: 404, headers: { 'x-ms-substatus': '1003' } });
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('%s: the adapter writes in batches only', async (method) => {
    const { double } = await openDouble();
    expect(await double.handle({ method, path: `${DOCS}/u.1`, headers: HEADERS, body: '{}' })).toMatchObject({
      status: 400,
    });
  });
});

describe('Batches', () => {
  const deep = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`);

  it.each<readonly [string, unknown, number]>([
    ['a document of another partition', create({ partitionKey: 'Other' }), 400],
    ['an id with a slash', create({ id: 'a/b' }), 400],
    ['an id with a question mark', create({ id: 'a?b' }), 400],
    ['an id of 1024 bytes', create({ id: 'a'.repeat(1024) }), 400],
    ['a ttl of 0', create({ ttl: 0 }), 400],
    ['nesting without end', create({ r: deep }), 400],
    ['a taken id', create(), 409],
    ['delete of nothing', { operationType: 'Delete', id: 'u.9' }, 404],
    [
      'replace, which the adapter does not send',
      { operationType: 'Replace', id: 'u.1', resourceBody: {} },
      400,
    ],
    ['11 patch operations', patch(Array(11).fill({ op: 'set', path: '/a', value: 1 })), 400],
    ['no patch operation', patch([]), 400],
    [
      'a condition that is not met',
      patch([{ op: 'set', path: '/a', value: 1 }], 'from c where c["n"] = 2'),
      412,
    ],
    [
      'a condition that is undefined',
      patch([{ op: 'set', path: '/a', value: 1 }], 'from c where c["no"] = 2'),
      412,
    ],
    ['a condition of other SQL', patch([{ op: 'set', path: '/a', value: 1 }], 'from c where c.n = 1'), 400],
    ['patch of nothing', { ...patch([{ op: 'set', path: '/a', value: 1 }]), id: 'u.9' }, 404],
    ['patch of the id', patch([{ op: 'set', path: '/id', value: 'u.2' }]), 400],
    ['patch below what is not there', patch([{ op: 'set', path: '/no/a', value: 1 }]), 400],
    ['removal of what is not there', patch([{ op: 'remove', path: '/no' }]), 400],
    ['increment of a text', patch([{ op: 'incr', path: '/type', value: 1 }]), 400],
  ])('%s: 207, and nothing else is done', async (_name, operation, status) => {
    const { batch, get } = await openDouble();
    await batch(create());
    expect(await batch(create({ id: 'u.2' }), operation, create({ id: 'u.3' }))).toEqual([
      207,
      424,
      status,
      424,
    ]);
    expect((await get(`${DOCS}/u.2`)).status).toBe(404);
  });

  it('of more than 100 operations, of none, and of more than 2 MB', async () => {
    const { batch } = await openDouble();
    expect(await batch(...Array.from({ length: 101 }, (_, at) => create({ id: `u.${at}` })))).toEqual([400]);
    expect(await batch()).toEqual([400]);
    const half = 'x'.repeat(1_100_000);
    expect(await batch(create({ r: half }), create({ id: 'u.2', r: half }))).toEqual([413]);
  });

  it('a patch that would make the document too large', async () => {
    const { batch } = await openDouble();
    await batch(create({ r: 'x'.repeat(1_500_000) }));
    expect(await batch(patch([{ op: 'set', path: '/s', value: 'x'.repeat(1_500_000) }]))).toEqual([207, 413]);
  });

  it('patches set, remove and increment, also what was not there', async () => {
    const { batch, get } = await openDouble();
    await batch(create());
    const operations = [
      { op: 'set', path: '/k/a', value: [1] },
      { op: 'remove', path: '/type' },
      { op: 'incr', path: '/n', value: 2 },
      { op: 'incr', path: '/m', value: 1 },
    ];
    const guard = 'from c where c["n"] = 1 AND c["type"] = "user" AND NOT IS_DEFINED(c["no"])';
    expect(await batch(patch(operations, guard))).toEqual([200, 200]);
    const after = JSON.parse((await get(`${DOCS}/u.1`)).body);
    expect(after).toMatchObject({ n: 3, m: 1, k: { a: [1] } });
    expect(after).not.toHaveProperty('type');
  });
});

describe('Time to live', () => {
  it('an expired document is gone for reads, queries and creates; a write starts its time again', async () => {
    const clock = { now: 1_000_000 };
    const { batch, get, query } = await openDouble(clock);
    await batch(create({ ttl: 10 }), create({ id: 'u.2' }));
    clock.now += 9000;
    expect(await batch(patch([{ op: 'incr', path: '/n', value: 1 }]))).toEqual([200, 200]);
    clock.now += 9000;
    expect((await get(`${DOCS}/u.1`)).status).toBe(200);
    clock.now += 1000;
    expect((await get(`${DOCS}/u.1`)).status).toBe(404);
    expect(JSON.parse((await query(COUNT)).body).Documents).toEqual([1]);
    expect(await batch(create())).toEqual([200, 201]);
  });
});
