/** What each request asks of the service (docs/decisions/0028): along a range of ids, or in no order what a filter selects. */

import { logStore } from '../../shared/storage/log/log-store.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import {
  adding,
  changeMembers,
  createGroup,
  createUsers,
  everything,
  groups,
  nothing,
  users,
} from '../contract/population.ts';
import { connectedDouble } from '../doubles/cosmos/index.ts';

const IN_ORDER = 'ORDER BY c["id"] ASC';
const RANGE = /c\["id"\] >=? @p\d+ AND c\["id"\] < @p\d+ ORDER BY c\["id"\] ASC$/;

async function population() {
  const { double, connect } = await connectedDouble();
  const documents = connect();
  const store = resourceStore(documents);
  const ids = await createUsers(store, 8);
  const group = await createGroup(store, 'G', ids.slice(0, 4));
  const sent = async (run: () => Promise<unknown>) => {
    double.take();
    await run();
    return double.take().flatMap(({ kind, sql }) => (kind === 'plan' ? [] : [sql ?? kind]));
  };
  return { store, documents, ids, group, sent };
}

const by = (path: string, value: string) =>
  ({ kind: 'compare', path: [path], comparator: 'eq', value }) as const;

describe('A query of the service', () => {
  it('asks for memberships, and what is owed beside them, without an order', async () => {
    const { store, ids, group, sent } = await population();
    const [first = ''] = ids;
    const [read, query, ...others] = await sent(() => store.get(users, first, everything));
    expect([read, others]).toEqual(['read', []]);
    expect(query).toBe(
      'SELECT * FROM c WHERE c["partitionKey"] = @p0 AND (c["memberId"] = @p1 OR c["owes"] = @p2)',
    );
    const ofGroup = await sent(() => store.get(groups, group, everything));
    expect(ofGroup.filter((sql) => sql.includes(IN_ORDER))).toEqual([]);
  });

  it('asks for a page of users along their ids, and for its groups in one list', async () => {
    const { store, sent } = await population();
    const [page, memberships, count, ...others] = await sent(() =>
      store.query(users, { condition: undefined, startIndex: 1, count: 3, want: everything }),
    );
    expect(others).toEqual([]);
    expect([page, memberships, count].map((sql) => RANGE.test(String(sql)))).toContain(true);
    const all = [page, memberships, count].join('\n');
    expect(all).toContain('c["memberId"] IN (@p1, @p2, @p3) OR');
    expect(all).toContain('SELECT VALUE COUNT(1)');
    const next = await sent(() =>
      store.query(users, { condition: undefined, startIndex: 4, count: 3, want: nothing }),
    );
    expect(next).toEqual([expect.stringMatching(RANGE)]);
  });

  it('asks for what a filter selects without an order', async () => {
    const { store, sent } = await population();
    const filter = { condition: by('externalId', 'x'), startIndex: 1, count: 3, want: nothing };
    expect(await sent(() => store.query(users, filter))).toEqual([
      'SELECT * FROM c WHERE c["partitionKey"] = @p0 AND (c["type"] = @p1 AND c["k"]["externalId"] = @p2)',
    ]);
  });

  it('reads up to five named documents one by one, and more of them in one list', async () => {
    const { store, ids, sent } = await population();
    const group = await createGroup(store, 'H');
    const few = await sent(() => changeMembers(store, group, adding(...ids.slice(0, 4))));
    expect(few).toEqual([...Array(5).fill('read'), 'batch']);
    const more = await sent(() => changeMembers(store, group, adding(...ids)));
    expect(more).toEqual(['read', expect.stringMatching(/c\["id"\] IN \(@p1, (@p\d+, )*@p8\)$/), 'batch']);
  });

  it('asks for the log, whose ids are its order, along them', async () => {
    const { documents, sent } = await population();
    const log = logStore(documents, documents, Date.now);
    for (const sql of await sent(() => log.query('AcDemo', { limit: 10, cursor: 'l.1' })))
      expect(sql).toMatch(RANGE);
  });
});
