import { connectedDouble, type LoggedRequest } from '../doubles/cosmos/index.ts';

const PARTITION = 'AcDemo';
const USERS = 40;
const MEMBERSHIPS = 60;

const user = (at: number) => ({
  id: `u.${10 + at}`,
  type: 'user',
  k: { title: at % 10 === 0 ? 'Engineer' : 'Clerk' },
});
const membership = (at: number) => ({
  id: `m.${10 + at}`,
  type: 'membership',
  groupId: `g${at % 3}`,
  memberId: `u${at % 20}`,
});

/** A partition in which memberships come before users. */
async function filled() {
  const { double, connect } = await connectedDouble();
  const store = connect();
  for (const [count, make] of [
    [USERS, user],
    [MEMBERSHIPS, membership],
  ] as const) {
    const documents = Array.from({ length: count }, (_, at) => make(at));
    await store.batch(
      PARTITION,
      documents.map((document) => ({ kind: 'create', document })),
    );
  }
  double.take();
  return { double, store };
}

/** Asks the double as the SDK does. */
async function asked(sql: string, ...values: readonly unknown[]): Promise<LoggedRequest & { rows: number }> {
  const { double } = await filled();
  const parameters = [PARTITION, ...values].map((value, at) => ({ name: `@p${at}`, value }));
  const query = sql.replace('WHERE', 'WHERE c["partitionKey"] = @p0 AND');
  const { body } = await double.handle({
    method: 'POST',
    path: '/dbs/scim/colls/resources/docs',
    headers: {
      authorization: encodeURIComponent('type=aad&ver=1.0&sig=token'),
      'x-ms-version': '2020-07-15',
      'x-ms-documentdb-partitionkey': JSON.stringify([PARTITION]),
      'x-ms-documentdb-isquery': 'true',
      'x-ms-max-item-count': '1000',
    },
    body: JSON.stringify({ query, parameters }),
  });
  const [entry] = double.take('query');
  if (!entry) throw new Error('nothing was asked');
  return { ...entry, rows: JSON.parse(body)._count };
}

describe('Documents that a query loads, by what the index serves', () => {
  const ORDERED = 'ORDER BY c["id"] ASC';
  it.each<readonly [string, string, readonly unknown[], { loaded: number; rows: number }]>([
    [
      'an equality without an order: its hits',
      'SELECT * FROM c WHERE c["memberId"] = @p1',
      ['u1'],
      { loaded: 3, rows: 3 },
    ],
    [
      'a list: its hits',
      'SELECT * FROM c WHERE c["memberId"] IN (@p1, @p2)',
      ['u1', 'u2'],
      { loaded: 6, rows: 6 },
    ],
    [
      'two equalities: what meets both',
      'SELECT * FROM c WHERE c["groupId"] = @p1 AND c["memberId"] = @p2',
      ['g0', 'u0'],
      { loaded: 1, rows: 1 },
    ],
    [
      'an equality in order of id: everything up to its last hit, or the end',
      `SELECT TOP @p2 * FROM c WHERE c["memberId"] = @p1 ${ORDERED}`,
      ['u1', 1000],
      { loaded: USERS + MEMBERSHIPS, rows: 3 },
    ],
    [
      'a type in order of id: all that comes before it, and the page',
      `SELECT TOP @p2 * FROM c WHERE c["type"] = @p1 ${ORDERED}`,
      ['user', 10],
      { loaded: MEMBERSHIPS + 10, rows: 10 },
    ],
    [
      'a range of ids in order of id: the page',
      `SELECT TOP @p3 * FROM c WHERE c["id"] >= @p1 AND c["id"] < @p2 ${ORDERED}`,
      ['u.', 'u/', 10],
      { loaded: 10, rows: 10 },
    ],
    [
      'a filter in a range of ids: the range, as far as it is needed',
      `SELECT TOP @p4 * FROM c WHERE c["id"] >= @p1 AND c["id"] < @p2 AND c["k"]["title"] = @p3 ${ORDERED}`,
      ['u.', 'u/', 'Engineer', 2],
      { loaded: 11, rows: 2 },
    ],
    [
      'a list of the query that is searched: everything',
      'SELECT * FROM c WHERE ARRAY_CONTAINS(@p1, c["id"])',
      [['u.10']],
      { loaded: USERS + MEMBERSHIPS, rows: 1 },
    ],
    [
      'a negation beside an equality: the hits of the equality',
      'SELECT * FROM c WHERE c["type"] = @p1 AND NOT c["k"]["title"] = @p2',
      ['user', 'Clerk'],
      { loaded: USERS, rows: 4 },
    ],
    [
      'a part of a text: what has it',
      'SELECT * FROM c WHERE c["type"] = @p1 AND CONTAINS(c["k"]["title"], @p2)',
      ['user', 'Eng'],
      { loaded: 4, rows: 4 },
    ],
    [
      'a count: nothing',
      'SELECT VALUE COUNT(1) FROM c WHERE c["type"] = @p1',
      ['user'],
      { loaded: 0, rows: 1 },
    ],
  ])('%s', async (_title, sql, values, expected) => {
    expect(await asked(sql, ...values)).toMatchObject(expected);
  });

  it('of an OR: both sides, or everything where one of them is not indexed', async () => {
    const either = (second: string) => `SELECT * FROM c WHERE (c["memberId"] = @p1 OR ${second} = @p2)`;
    expect(await asked(either('c["owes"]'), 'u1', true)).toMatchObject({ loaded: 3 });
    expect(await asked(either('c["r"]'), 'u1', true)).toMatchObject({ loaded: USERS + MEMBERSHIPS });
  });
});

describe('Request units', () => {
  it('grow with what a query loads', async () => {
    const seek = await asked('SELECT * FROM c WHERE c["memberId"] = @p1', 'u1');
    const walk = await asked(
      'SELECT TOP @p2 * FROM c WHERE c["memberId"] = @p1 ORDER BY c["id"] ASC',
      'u1',
      10,
    );
    expect(seek.charge).toBeCloseTo(2.4, 1);
    expect(walk.charge).toBeCloseTo(4.5, 1);
  });

  it.each([
    [1024, 1],
    [100 * 1024, 10],
  ])('of a point read of %i bytes: %d', async (size, charge) => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    const document = { id: 'u.1', type: 'user', r: 'x'.repeat(size - 300) };
    await store.batch(PARTITION, [{ kind: 'create', document }]);
    await store.read(PARTITION, 'u.1');
    expect(double.take('read')[0]?.charge).toBeCloseTo(charge, 1);
  });

  it('of a write grow with its size and with what is indexed of it', async () => {
    const { double, connect } = await connectedDouble();
    const store = connect();
    const charge = async (more: object) => {
      const document = { id: 'u.1', type: 'user', ...more };
      await store.batch(PARTITION, [{ kind: 'upsert', document }]);
      return double.take('batch')[0]?.charge ?? 0;
    };
    const plain = await charge({ r: {} });
    expect(plain).toBeCloseTo(6, 1);
    expect((await charge({ k: { a: 1, b: ['x', 'y'] } })) - plain).toBeCloseTo(0.6, 5);
    expect((await charge({ r: 'x'.repeat(64 * 1024) })) - plain).toBeCloseTo(43, 0);
  });
});
