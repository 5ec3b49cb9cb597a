import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentOperation } from '../../shared/storage/documents/document-store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import {
  all,
  compare,
  create,
  equal,
  everything,
  keep,
  PARTITION,
  present,
  user,
} from '../contract/document-store/opened.ts';
import type { Outcome, Task } from './sqlite-worker.ts';

let directory: string;
let file: string;
let workers: ChildProcess[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sqlite-'));
  file = join(directory, 'scim.db');
  workers = [];
});

afterEach(() => {
  for (const worker of workers) worker.kill('SIGKILL');
  rmSync(directory, { recursive: true });
});

/** A process that waits to start. */
async function prepared(task: Omit<Task, 'file' | 'partition'>): Promise<ChildProcess> {
  const worker = fork(join(__dirname, 'sqlite-worker.ts'), { execArgv: [] });
  workers.push(worker);
  worker.send({ file, partition: PARTITION, ...task });
  expect(await next(worker)).toBe('ready');
  return worker;
}

async function next(worker: ChildProcess): Promise<unknown> {
  const [message] = await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(([code]) => Promise.reject(new Error(`the worker ended with ${code}`))),
  ]);
  return message;
}

/** Every worker's outcomes; all open the file, which need not be there yet, and start at the same time. */
async function together(...tasks: readonly Task['batches'][]): Promise<Outcome[][]> {
  const ready = await Promise.all(tasks.map((batches) => prepared({ batches })));
  const done = Promise.all(ready.map(next));
  for (const worker of ready) worker.send('start');
  return (await done) as Outcome[][];
}

async function inspect<Result>(
  look: (store: ReturnType<typeof openSqlite>) => Promise<Result>,
): Promise<Result> {
  const store = openSqlite(file, 'resources');
  try {
    return await look(store);
  } finally {
    store.close();
  }
}

const times = <Item>(count: number, item: (n: number) => Item): Item[] =>
  Array.from({ length: count }, (_, n) => item(n));
const succeeded = (outcomes: readonly Outcome[]): number => outcomes.filter(({ ok }) => ok).length;

describe('two processes on one file', () => {
  it('both open a file that is not there yet, again and again', async () => {
    for (let round = 0; round < 5; round += 1) {
      file = join(directory, `new-${round}.db`);
      const outcomes = await together([[create(user('u.1'))]], [[create(user('u.2'))]]);
      expect(outcomes.map(succeeded)).toEqual([1, 1]);
      expect(await inspect((store) => store.count(PARTITION, everything))).toBe(2);
    }
  });

  it('increments in parallel: all are kept', async () => {
    await inspect((store) => keep(store, [user('u.1', { n: 0 })]));
    const increment: DocumentOperation = { kind: 'patch', id: 'u.1', increment: { '/n': 1 }, when: {} };
    const outcomes = await together(...times(2, () => times(300, () => [increment])));
    expect(outcomes.map(succeeded)).toEqual([300, 300]);
    expect(await inspect((store) => store.read(PARTITION, 'u.1'))).toMatchObject({ n: 600 });
  });

  it('creates of the same ids: exactly one of each is done, with all of its batch', async () => {
    const [ours, theirs] = await together(
      ...times(2, (worker) =>
        times(200, (n) => [create(user(`q.${n}`, { worker })), create(user(`u.${n}.${worker}`))]),
      ),
    );
    for (const [n, outcome] of (ours ?? []).entries()) {
      expect([outcome.ok, theirs?.[n]?.ok]).toContain(true);
      expect([outcome.ok, theirs?.[n]?.ok]).toContain(false);
    }
    expect(await inspect((store) => store.count(PARTITION, equal(['type'], 'user')))).toBe(400);
  });

  it('patches with the same guard: exactly one of each is done', async () => {
    await inspect((store) => keep(store, [user('u.1')]));
    const steps = times(200, (n): DocumentOperation[] => [
      { kind: 'patch', id: 'u.1', increment: { '/revision': 1 }, when: { revision: n + 1 } },
    ]);
    const outcomes = await together(steps, steps);
    const { revision } = (await inspect((store) => store.read(PARTITION, 'u.1'))) ?? user('nobody');
    expect(Number(revision) - 1).toBe(succeeded(outcomes.flat()));
  });
});

describe('a process that is killed while it writes', () => {
  const kept = (group: number, n: number) => user(`u.${group}.${n}`, { steps: 0 });
  const passing = (group: number, n: number) => ({ id: `t.${group}.${n}`, type: 'passing' });

  it('leaves whole batches and right counts, and the file usable', async () => {
    await inspect((store) => keep(store, times(20, (group) => times(50, (n) => kept(group, n))).flat()));
    const batches = times(20, (group): DocumentOperation[][] => [
      times(50, (n) => create(passing(group, n))),
      times(50, (n): DocumentOperation[] => [
        { kind: 'patch', id: kept(group, n).id, increment: { '/steps': 1 }, when: {} },
        { kind: 'delete', id: passing(group, n).id },
      ]).flat(),
    ]).flat();
    const worker = await prepared({ batches, endless: true });
    worker.send('start');
    expect(await next(worker)).toBe('round');
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    await inspect(async (store) => {
      for (const group of times(20, (n) => n)) {
        const where = compare(['id'], 'sw', `u.${group}.`);
        const documents = await store.query(PARTITION, { where, limit: 100 });
        expect(documents).toHaveLength(50);
        expect(new Set(documents.map(({ steps }) => steps)).size).toBe(1);
        expect([0, 50]).toContain(await store.count(PARTITION, compare(['id'], 'sw', `t.${group}.`)));
      }
      const ofType = equal(['type'], 'passing');
      const counted = await store.count(PARTITION, all(ofType, present(['id'])));
      expect(await store.count(PARTITION, ofType)).toBe(counted);
      expect(await store.batch(PARTITION, [create(user('u.new'))])).toMatchObject({ ok: true });
    });
  });
});
