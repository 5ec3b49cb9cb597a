/** Two instances of the service serve the pages of one walk in turn (docs/decisions/0031-walk-documents.md). */

import type { ResourceQuery, ResourceStore } from '../../shared/protocol/resource-store.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { walkDocuments } from '../../shared/storage/resources/walk-documents.ts';
import { createUsers, idOf, nothing, users } from '../contract/population.ts';
import { connectedDouble, type Fault, type LoggedRequest } from '../doubles/cosmos/index.ts';
import { openService } from '../service.ts';
import { azureStores } from '../stores.ts';

const MANY = 23;
const PAGE = 5;
const FILTER = { kind: 'compare', path: ['userName'], comparator: 'sw', value: 'user' } as const;

type ChooseFault = (request: LoggedRequest) => Fault | undefined;

async function instances(fault?: ChooseFault) {
  const { double, connect } = await connectedDouble();
  const instance = () =>
    resourceStore(
      connect(),
      Date.now,
      undefined,
      walkDocuments(connect({ container: 'activity', ...(fault ? { fault } : {}) }), Date.now),
    );
  const two = [instance(), instance()] as const;
  const ids = (await createUsers(two[0], MANY)).sort();
  double.take();
  return { two, ids, double };
}
type Instances = Awaited<ReturnType<typeof instances>>;

/** @param between runs behind every page */
async function walked(
  { two }: Pick<Instances, 'two'>,
  condition?: ResourceQuery['condition'],
  between: (store: ResourceStore) => Promise<unknown> = async () => undefined,
) {
  const met: string[] = [];
  const totals: number[] = [];
  for (let startIndex = 1, turn = 0; ; startIndex += PAGE, turn += 1) {
    const store = two[turn % 2 === 0 ? 0 : 1];
    const page = await store.query(users, { condition, startIndex, count: PAGE, want: nothing });
    met.push(...page.resources.map(idOf));
    totals.push(page.totalResults);
    if (page.resources.length < PAGE) return { met, totals };
    await between(store);
  }
}

const FIRST = { condition: undefined, startIndex: 1, count: PAGE, want: nothing };

/** As a client walks that stops at the total it was told last. */
async function toTotal(two: Instances['two']): Promise<ReadonlySet<string>> {
  const met = new Set<string>();
  let total = 1;
  for (let startIndex = 1; startIndex <= total; startIndex += PAGE) {
    const store = two[startIndex % 2 === 0 ? 0 : 1];
    const { resources, totalResults } = await store.query(users, { ...FIRST, startIndex });
    for (const one of resources) met.add(idOf(one));
    total = totalResults;
  }
  return met;
}

/** How many of the requests since the last call were pages, pages by OFFSET, and counts. */
const asked = ({ double }: Instances) => {
  const statements = double.take('query').map(({ sql = '' }) => sql);
  const counts = statements.filter((sql) => sql.includes('COUNT(1)')).length;
  return {
    pages: statements.length - counts,
    offsets: statements.filter((sql) => sql.includes('OFFSET')).length,
    counts,
  };
};

const ONE_WALK = { pages: 5, offsets: 0, counts: 1 };

describe('a walk over two instances', () => {
  it('is as many pages as there are, one count and no OFFSET', async () => {
    const stage = await instances();
    const { met, totals } = await walked(stage);
    expect(met).toEqual(stage.ids);
    expect(totals).toEqual([MANY, MANY, MANY, MANY, MANY]);
    expect(asked(stage)).toEqual(ONE_WALK);
  });

  it('with a filter has neither count nor OFFSET twice', async () => {
    const stage = await instances();
    const { met } = await walked(stage, FILTER);
    expect(met).toEqual(stage.ids);
    expect(asked(stage)).toMatchObject({ offsets: 0, counts: 1 });
  });

  it('skips nobody when users are deleted behind it', async () => {
    const stage = await instances();
    const gone = [...stage.ids];
    const { met } = await walked(stage, undefined, (store) =>
      store.delete(users, gone.shift() ?? '', () => ({ log: [] })),
    );
    expect(met).toEqual(stage.ids);
    expect(asked(stage)).toMatchObject({ offsets: 0, counts: 1 });
  });

  it('meets those who come meanwhile, though it begins where a walk before has ended', async () => {
    const { two, ids } = await instances();
    const [store] = two;
    const { resources } = await store.query(users, { ...FIRST, count: 20 });
    for (const one of resources.slice(0, 3)) await store.delete(users, idOf(one), () => ({ log: [] }));
    // A walk of full pages leaves a cursor behind its last one, where its client does not come.
    await toTotal(two);
    for (const id of ids.slice(3, 10)) await store.delete(users, id, () => ({ log: [] }));
    const later = (await createUsers(store, 30, 'later')).sort();
    expect(await toTotal(two)).toEqual(new Set([...ids.slice(10), ...later]));
  });

  it('two clients at the same time miss nobody', async () => {
    const stage = await instances();
    const both = await Promise.all([walked(stage), walked({ two: [stage.two[1], stage.two[0]] })]);
    for (const { met } of both) expect([...new Set(met)].sort()).toEqual(stage.ids);
    expect(asked(stage)).toMatchObject({ offsets: 0 });
  });

  it('a replica that does not have the last write at first is asked again', async () => {
    let reads = 0;
    const stage = await instances(({ kind }) => {
      if (kind !== 'read') return undefined;
      reads += 1;
      return reads % 2 === 1 ? { kind: 'stale', writes: 1 } : undefined;
    });
    expect((await walked(stage)).met).toEqual(stage.ids);
    expect(asked(stage)).toEqual(ONE_WALK);
  });

  it.each<readonly [string, ChooseFault]>([
    ['lags for long', ({ kind }) => (kind === 'read' ? { kind: 'stale', writes: 3 } : undefined)],
    [
      'answers 503',
      ({ kind }) => (kind === 'read' || kind === 'batch' ? { kind: 'status', status: 503 } : undefined),
    ],
    [
      'is throttled',
      ({ kind }) =>
        kind === 'read' || kind === 'batch' ? { kind: 'status', status: 429, retryAfter: 400 } : undefined,
    ],
    ['refuses writes', ({ kind }) => (kind === 'batch' ? { kind: 'status', status: 403 } : undefined)],
  ])('meets everyone where the container of walks %s', async (_name, fault) => {
    const stage = await instances(fault);
    const { met, totals } = await walked(stage);
    expect(met).toEqual(stage.ids);
    expect(totals).toEqual([MANY, MANY, MANY, MANY, MANY]);
  });

  it('is the same for a client of SCIM, without and with a filter', async () => {
    const stores = await azureStores();
    const [here, there] = [await openService({}, stores), await openService({}, stores)];
    for (let index = 0; index < MANY; index += 1)
      await here.call('POST', '/Users', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: `user${index}`,
      });
    for (const filter of ['', '&filter=userName%20sw%20%22user%22']) {
      const met: unknown[] = [];
      for (let startIndex = 1; startIndex <= MANY; startIndex += PAGE) {
        const instance = met.length % 2 === 0 ? here : there;
        const { json } = await instance.call('GET', `/Users?startIndex=${startIndex}&count=${PAGE}${filter}`);
        expect(json).toMatchObject({ totalResults: MANY });
        met.push(...(json as { Resources: { id: string }[] }).Resources.map(({ id }) => id));
      }
      expect(new Set(met).size).toBe(MANY);
    }
  });
});
