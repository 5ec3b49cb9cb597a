import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { activityStore } from '../../shared/storage/activity/activity-store.ts';
import { administratorsLog } from '../../shared/storage/log/administrators-log.ts';
import { logStore } from '../../shared/storage/log/log-store.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { walkDocuments } from '../../shared/storage/resources/walk-documents.ts';
import { revocationStore, tokenUseStore } from '../../shared/storage/tokens/token-stores.ts';
import {
  ACCOUNT,
  adding,
  changeMembers,
  everything,
  groups,
  nothing,
  setting,
  users,
} from '../contract/population.ts';
import { connectedDouble, type LoggedRequest } from '../doubles/cosmos/index.ts';
import { emittedShapes } from './emitted.ts';
import { table, walked } from './estimates.ts';
import { asked, by, OPERATIONS, populate } from './operations.ts';
import { KNOWN, type Population, type REASONS, reasons, SHAPES } from './shapes.ts';

describe('the table of shapes', () => {
  it('names each shape of a container once', () => {
    const names = SHAPES.map(({ container, sql }) => `${container}: ${sql}`);
    expect([...new Set(names)]).toEqual(names);
  });

  it.each(SHAPES)(
    '$container, $operation: the index serves it, or the reason is known',
    ({ sql, container }) => {
      expect(reasons(sql, container).filter((reason) => !KNOWN.includes(reason))).toEqual([]);
    },
  );

  it('has a shape for every known reason: one that none has any more is struck out', () => {
    expect(KNOWN.filter((known) => !SHAPES.some(({ sql }) => reasons(sql).includes(known)))).toEqual([]);
  });

  it('is in docs/cosmos.md as it is here (`npm run sql:check -- --write`)', () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/cosmos.md'), 'utf8');
    expect(text.replaceAll('\r\n', '\n')).toContain(`\n${table()}\n`);
  });

  it.each<readonly [string, readonly (keyof typeof REASONS)[]]>([
    ['SELECT TOP n * FROM c WHERE c["type"] = "user" ORDER BY c["id"]', ['order without a range']],
    [
      'SELECT TOP n * FROM c WHERE c["type"] = "user" AND c["id"] > @ ORDER BY c["id"]',
      ['order without a range'],
    ],
    [
      'SELECT TOP n * FROM c WHERE c["type"] = "user" AND c["id"] < @ ORDER BY c["id"] DESC',
      ['order without a range'],
    ],
    ['SELECT TOP n * FROM c WHERE c["id"] >= "u." AND c["id"] < @ AND {filter} ORDER BY c["id"] DESC', []],
    ['SELECT TOP n * FROM c WHERE c["id"] >= "u." AND c["id"] < "u/" ORDER BY c["id"]', []],
    ['SELECT TOP n * FROM c WHERE c["id"] > @ AND c["id"] < "u/" AND {filter} ORDER BY c["id"]', []],
    ['SELECT * FROM c WHERE c["memberId"] = @', []],
    ['SELECT * FROM c WHERE c["memberId"] IN (@)', []],
    ['SELECT * FROM c WHERE c["type"] = "user" AND {filter}', []],
    [
      'SELECT * FROM c WHERE c["type"] = "user" ORDER BY c["type"], c["k"]["title"], c["id"]',
      ['order without a range'],
    ],
    ['SELECT * FROM c WHERE {filter}', ['nothing to seek']],
    ['SELECT * FROM c WHERE ARRAY_CONTAINS(@, c["id"])', ['list that is searched', 'nothing to seek']],
  ])('%s', (sql, found) => {
    expect(reasons(sql)).toEqual(found);
  });
});

async function populated() {
  const emitted = emittedShapes();
  const { double, connect } = await connectedDouble({ seen: emitted.seen });
  const cursors = walkDocuments(connect({ container: 'activity' }), Date.now);
  const stage = await populate(resourceStore(connect(), Date.now, undefined, cursors));
  double.take();
  return { ...stage, double, connect, unlisted: emitted.unlisted };
}
type Stage = Awaited<ReturnType<typeof populated>>;

/** Requests in the order of their kinds, without the plan that the SDK asks for beside every query. */
const kindsOf = (log: readonly LoggedRequest[]): string =>
  log
    .filter(({ kind }) => kind === 'read' || kind === 'query' || kind === 'batch')
    .map(({ kind }) => kind)
    .sort()
    .join(' ');

const chargeOf = (log: readonly LoggedRequest[]): number =>
  log.reduce((sum, { charge = 0, kind }) => sum + (kind === 'definition' ? 0 : charge), 0);

describe('what an operation asks of the service, and the request units of the double', () => {
  it.each(OPERATIONS)('$name', async ({ before, run, requests, units }) => {
    const stage = await populated();
    await before?.(stage);
    stage.double.take();
    await run(stage);
    const log = stage.double.take();
    expect(kindsOf(log)).toBe(requests);
    expect(chargeOf(log)).toBeLessThanOrEqual(units);
    expect(stage.unlisted()).toEqual([]);
  });

  it('the log, tokens, their last use and the counts of a day ask only what is in the table', async () => {
    const stage = await populated();
    const [accounts, activity] = [
      stage.connect({ container: 'accounts' }),
      stage.connect({ container: 'activity' }),
    ];
    const log = logStore(stage.connect(), activity, Date.now);
    const outcome = 'refused' as const;
    await log.query(ACCOUNT, { limit: 10 });
    await log.query(ACCOUNT, { limit: 10, outcome, from: '2026', to: '2027', subject: 'ann' });
    await log.query(ACCOUNT, { limit: 10, outcome, cursor: 'l.1' });
    await revocationStore(accounts).list(ACCOUNT);
    const administrators = administratorsLog(accounts);
    await administrators.query(ACCOUNT, { limit: 10 });
    await administrators.query(ACCOUNT, { limit: 10, operation: 'changeAccount' });
    await administrators.query(ACCOUNT, {
      limit: 10,
      from: '2026-01-01T00:00:00Z',
      to: '2027-01-01T00:00:00Z',
    });
    await administrators.query(ACCOUNT, { limit: 10, operation: 'changeAccount', cursor: 'a.1' });
    await tokenUseStore(activity).list(ACCOUNT);
    await activityStore(activity).hoursSince(ACCOUNT, '2026-01-01T00');
    expect(stage.unlisted()).toEqual([]);
  });
});

describe('documents that the double loads are as many as the table says', () => {
  const there: Population = { group: 3, log: 0, membership: 30, reservation: 33, user: 30 };
  it.each<readonly [string, (stage: Stage) => Promise<unknown>]>([
    [
      'Users: filter (a rare value)',
      async ({ store, user }) => {
        await setting(store, user, (old) => ({ ...old, title: 'x' }));
        await store.query(users, asked(by('title', 'x')));
      },
    ],
    [
      'Groups of a user, with what is owed',
      async ({ store, user, group }) => {
        await changeMembers(store, group, adding(user));
        await store.get(users, user, everything);
      },
    ],
    ['Members of a group, with what is owed', ({ store, group }) => store.get(groups, group, everything)],
    [
      'Groups: filter (a rare value)',
      async ({ store }) => {
        const attributes = { displayName: 'D', externalId: 'x' };
        await store.create(groups, { attributes, members: [], log: () => [] }, nothing);
        await store.query(groups, asked(by('externalId', 'x')));
      },
    ],
  ])('%s', async (operation, run) => {
    const stage = await populated();
    await run(stage);
    const shape = SHAPES.find((one) => one.operation === operation && one.container === 'resources');
    const loaded = stage.double.take('query').filter((request) => request.shape === shape?.sql);
    expect(loaded.map((request) => request.loaded)).toEqual([shape && walked(shape, there)]);
  });
});
