/** Batches of one turn are written in one transaction; each is answered as if it were alone, and none before the commit. */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DocumentOperation } from '../../shared/storage/documents/document-store.ts';
import { everyDocument } from '../../shared/storage/documents/pages.ts';
import { GroupCommit } from '../../shared/storage/sqlite/sqlite-commit.ts';
import { connect } from '../../shared/storage/sqlite/sqlite-connection.ts';
import { openSqlite, type SqliteStore } from '../../shared/storage/sqlite/sqlite-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { create, everything, idsOf, keep, PARTITION, user } from '../contract/document-store/opened.ts';

let directory: string;
let file: string;
let store: SqliteStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sqlite-'));
  file = join(directory, 'scim.db');
  store = openSqlite(file, 'resources', { busyTimeout: 20 });
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

const bump = (revision: number): DocumentOperation => ({
  kind: 'patch',
  id: 'u.1',
  increment: { '/revision': 1 },
  when: { revision },
});

const send = (...batches: readonly (readonly DocumentOperation[])[]) =>
  Promise.allSettled(batches.map((operations) => store.batch(PARTITION, operations)));

describe('batches of one turn', () => {
  beforeEach(() => keep(store, [user('u.1')]));

  it('see what those before them wrote', async () => {
    const outcomes = await send([bump(1)], [bump(2)], [bump(3)]);
    expect(outcomes).toMatchObject([
      { value: { ok: true } },
      { value: { ok: true } },
      { value: { ok: true } },
    ]);
    expect(await store.read(PARTITION, 'u.1')).toMatchObject({ revision: 4 });
  });

  it('fail for themselves: nothing of their own is left, and nothing of the others is lost', async () => {
    const unfit: DocumentOperation = { kind: 'patch', id: 'u.1', remove: ['/none'], when: {} };
    const outcomes = await send(
      [create(user('u.2'))],
      [create(user('u.3')), bump(7)],
      [create(user('u.4')), unfit],
      [create(user('u.2'))],
      [create(user('u.5'))],
    );
    expect(outcomes).toMatchObject([
      { value: { ok: true } },
      { value: { ok: false, index: 1, reason: 'guard' } },
      { reason: expect.any(TypeError) },
      { value: { ok: false, index: 0, reason: 'exists' } },
      { value: { ok: true } },
    ]);
    expect(await idsOf(store, everything)).toEqual(['u.1', 'u.2', 'u.5']);
  });

  it('of which the first fails, and of which all fail', async () => {
    expect(await send([bump(7)], [bump(1)])).toMatchObject([
      { value: { ok: false } },
      { value: { ok: true } },
    ]);
    expect(await send([bump(7)], [bump(8)])).toMatchObject([
      { value: { ok: false } },
      { value: { ok: false } },
    ]);
    expect(await store.batch(PARTITION, [bump(2)])).toMatchObject({ ok: true });
  });

  it('are nowhere to be seen before they are committed, and everywhere once one is answered', async () => {
    const other = new DatabaseSync(file, { readOnly: true });
    const ids = () => other.prepare('SELECT id FROM resources ORDER BY id').all();
    const [first, second] = [2, 3].map((n) => store.batch(PARTITION, [create(user(`u.${n}`))]));
    expect(await idsOf(store, everything)).toEqual(['u.1']);
    await first;
    expect(await idsOf(store, everything)).toEqual(['u.1', 'u.2', 'u.3']);
    expect(ids()).toHaveLength(3);
    await second;
    other.close();
  });

  it('are all StoreUnavailable while another process writes, after one wait, and certainly not done', async () => {
    const other = new DatabaseSync(file);
    other.exec('BEGIN IMMEDIATE');
    const started = performance.now();
    const outcomes = await send(...Array.from({ length: 30 }, (_, n) => [create(user(`u.${n + 2}`))]));
    expect(performance.now() - started).toBeLessThan(30 * 20);
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ reason: { name: 'StoreUnavailable', ambiguous: false } });
    other.exec('COMMIT');
    other.close();
    expect(await idsOf(store, everything)).toEqual(['u.1']);
  });

  it('are written when the store closes in the same turn', async () => {
    const written = store.batch(PARTITION, [create(user('u.2'))]);
    store.close();
    expect(await written).toMatchObject({ ok: true });
    store = openSqlite(file, 'resources');
    expect(await idsOf(store, everything)).toEqual(['u.1', 'u.2']);
  });
});

it('every database is synchronised with the disk at each commit', () => {
  const { connection, release } = connect(join(directory, 'secrets.db'), { busyTimeout: 1000 });
  const FULL = 2;
  expect(connection.prepared('PRAGMA synchronous').get()).toEqual({ synchronous: FULL });
  release();
});

/** SQLite's codes. */
const [FULL, IOERR] = [13, 10];

describe('when the transaction fails', () => {
  const failure = (errcode: number) => Object.assign(new Error('disk'), { errcode });
  let statements: string[];

  /** @param failing the statement that fails @param ends whether that ends the transaction */
  function commitsOf(failing: string, errcode: number, ends: boolean): GroupCommit {
    statements = [];
    let isOpen = false;
    return new GroupCommit({
      get isOpen() {
        return isOpen;
      },
      run(statement) {
        statements.push(statement);
        const fails = statement === failing;
        if (statement === 'BEGIN IMMEDIATE') isOpen = true;
        if (['COMMIT', 'ROLLBACK'].includes(statement) && !fails) isOpen = false;
        if (fails && ends) isOpen = false;
        if (fails) throw failure(errcode);
      },
    });
  }

  const good = () => ({ ok: true });
  const outcomesOf = (commits: GroupCommit) =>
    Promise.allSettled([good, good, good].map((work) => commits.write(work)));

  it.each([
    ['a commit that ended the transaction: unknown to each', 'COMMIT', true, true, false],
    [
      'a commit whose transaction is still open: rolled back, certainly not done',
      'COMMIT',
      false,
      false,
      true,
    ],
    ['a savepoint that ended it: certainly not done', 'SAVEPOINT work', true, false, false],
  ])('%s', async (_title, failing, ends, ambiguous, rollsBack) => {
    for (const outcome of await outcomesOf(commitsOf(failing, IOERR, ends))) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { ambiguous } });
      expect(outcome).toMatchObject({ reason: expect.any(StoreUnavailable) });
    }
    expect(statements.includes('ROLLBACK')).toBe(rollsBack);
  });

  it('a work whose failure ends it takes the others with it, and none of them is told that it was done', async () => {
    let isOpen = true;
    const commits = new GroupCommit({
      get isOpen() {
        return isOpen;
      },
      run: () => undefined,
    });
    const bad = () => {
      isOpen = false;
      throw failure(FULL);
    };
    const outcomes = await Promise.allSettled([good, bad, good].map((work) => commits.write(work)));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'StoreUnavailable', ambiguous: false },
      });
  });

  it('one transaction carries a whole turn, and the next turn has its own', async () => {
    const commits = commitsOf('nothing', FULL, false);
    await outcomesOf(commits);
    await outcomesOf(commits);
    expect(statements.filter((one) => one === 'COMMIT')).toHaveLength(2);
  });

  it('what arrives in the turns after joins those that wait', async () => {
    const commits = commitsOf('nothing', FULL, false);
    const first = commits.write(good);
    const second = nextTurn().then(() => commits.write(good));
    const third = nextTurn()
      .then(nextTurn)
      .then(() => commits.write(good));
    await Promise.all([first, second, third]);
    expect(statements.filter((one) => one === 'COMMIT')).toHaveLength(1);
  });

  it('nobody waits long for others, however many arrive in each turn', async () => {
    const commits = commitsOf('nothing', FULL, false);
    let isWritten = false;
    let arrived = 0;
    const first = commits.write(good).then(() => {
      isWritten = true;
    });
    const others: Promise<unknown>[] = [];
    for (; !isWritten && arrived < 10_000; arrived += 1) {
      others.push(commits.write(good));
      await nextTurn();
    }
    await Promise.all([first, ...others]);
    expect(arrived).toBeLessThan(10_000);
  });

  it('what takes too long goes into the next transaction, in order', async () => {
    const commits = commitsOf('nothing', FULL, false);
    const done: number[] = [];
    const slow = (n: number) => () => {
      for (const end = performance.now() + 15; performance.now() < end; );
      done.push(n);
      return { ok: true };
    };
    await Promise.all([1, 2, 3, 4].map((n) => commits.write(slow(n))));
    expect(done).toEqual([1, 2, 3, 4]);
    expect(statements.filter((one) => one === 'COMMIT').length).toBeGreaterThan(1);
  });
});

describe('a process that is killed', () => {
  const WIDTH = 16;

  async function killAfter(milliseconds: number, round: number): Promise<Set<string>> {
    const worker: ChildProcess = fork(join(import.meta.dirname, 'sqlite-worker.ts'), { execArgv: [] });
    const batches = Array.from({ length: 20_000 }, (_, n) => {
      const id = `u.${round}.${String(n).padStart(5, '0')}`;
      return [create(user(`${id}.a`)), create(user(`${id}.b`))];
    });
    worker.send({ file, partition: PARTITION, batches, width: WIDTH });
    await once(worker, 'message');
    const acknowledged = new Set<string>();
    worker.on('message', (ids: string[]) => {
      for (const id of ids) acknowledged.add(id);
    });
    worker.send('start');
    await once(worker, 'message');
    setTimeout(() => worker.kill('SIGKILL'), milliseconds);
    await once(worker, 'exit');
    return acknowledged;
  }

  it('has lost nothing that it acknowledged, and left no half of a batch', async () => {
    for (const [round, milliseconds] of [0, 3, 7, 20, 61].entries()) {
      const acknowledged = await killAfter(milliseconds, round);
      // However many a fast machine wrote.
      const ids = new Set((await everyDocument(store, PARTITION, { where: everything })).map(({ id }) => id));
      expect(acknowledged.size).toBeGreaterThan(0);
      expect([...acknowledged].filter((id) => !ids.has(id))).toEqual([]);
      for (const id of ids) expect(ids.has(id.replace(/.$/, id.endsWith('a') ? 'b' : 'a'))).toBe(true);
      expect(
        await store.count(PARTITION, { kind: 'compare', path: ['type'], comparator: 'eq', value: 'user' }),
      ).toBe(ids.size);
    }
  });
});
