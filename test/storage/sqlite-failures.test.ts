/**
 * However the file fails: every method of the port answers in time, nothing is half done, and the failure says which
 * product failed, with which code, in which file, and what that means. The failures are real ones.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeCause } from '../../shared/http/frame.ts';
import type { DocumentOperation, DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { type Connection, connect } from '../../shared/storage/sqlite/sqlite-connection.ts';
import { openSqlite, type SqliteStore } from '../../shared/storage/sqlite/sqlite-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';
import { create, everything, keep, PARTITION, user } from '../contract/document-store/opened.ts';
import { openService } from '../service.ts';
import { memoryStores } from '../stores.ts';

/** Milliseconds. */
const PATIENCE = 300;
/** Milliseconds in which everything here is answered: the patience, and what a busy machine adds. */
const IN_TIME = 5 * PATIENCE;

let directory: string;
let file: string;
let store: SqliteStore;
let connection: Connection;
let release: () => void;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sqlite-'));
  file = join(directory, 'scim.db');
  store = openSqlite(file, 'resources', { busyTimeout: PATIENCE });
  ({ connection, release } = connect(file, { busyTimeout: PATIENCE }));
  await keep(
    store,
    Array.from({ length: 60 }, (_, n) => user(`u.${n}`, { r: { text: 'x'.repeat(500) } })),
  );
});

afterEach(() => {
  release();
  store.close();
  rmSync(directory, { recursive: true });
});

interface Way {
  readonly name: string;
  /** @returns what takes the failure away; undefined when only a new start does */
  readonly fail: () => Promise<(() => Promise<unknown>) | undefined>;
  readonly cause: RegExp;
  /** Reads may go on. */
  readonly reads: 'go on' | 'fail' | 'either';
}

async function locked(): Promise<() => Promise<unknown>> {
  const other: ChildProcess = fork(join(import.meta.dirname, 'lock-process.ts'), { execArgv: [] });
  other.send(file);
  await once(other, 'message');
  return () => {
    other.send('release');
    return once(other, 'exit');
  };
}

/** @param start where noise begins; negative: counted from the end */
async function overwritten(start: number): Promise<undefined> {
  connection.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  const from = start < 0 ? statSync(file).size + start : start;
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.alloc(statSync(file).size - from, 0xab), 0, undefined, from);
  closeSync(descriptor);
  // What the connection still holds in memory is sound.
  connection.execute('PRAGMA shrink_memory');
  return undefined;
}

const pragma = (on: string, off: string) => async () => {
  connection.execute(on);
  return async () => connection.execute(off);
};

const WAYS: readonly Way[] = [
  {
    name: 'locked by another process',
    fail: locked,
    cause: /SQLITE_BUSY \(5\).*another process/,
    reads: 'go on',
  },
  {
    name: 'a full disk',
    fail: async () => {
      const pages = connection.prepared('PRAGMA page_count').get()?.page_count;
      return pragma(`PRAGMA max_page_count = ${pages}`, 'PRAGMA max_page_count = 1000000')();
    },
    cause: /SQLITE_FULL \(13\).*disk is full/,
    reads: 'go on',
  },
  {
    name: 'read-only',
    fail: pragma('PRAGMA query_only = ON', 'PRAGMA query_only = OFF'),
    cause: /SQLITE_READONLY \(8\).*read-only/,
    reads: 'go on',
  },
  {
    name: 'damaged pages',
    fail: () => overwritten(4096),
    cause: /SQLITE_CORRUPT \(\d+\).*damaged/,
    reads: 'fail',
  },
  {
    name: 'a damaged header',
    fail: () => overwritten(0),
    cause: /SQLITE_(NOTADB|CORRUPT) \(\d+\).*damaged/,
    reads: 'either',
  },
  {
    name: 'the file is gone',
    fail: async () => {
      renameSync(file, `${file}.elsewhere`);
      return async () => renameSync(`${file}.elsewhere`, file);
    },
    cause: /removed or replaced/,
    reads: 'go on',
  },
  {
    name: 'its log is gone',
    fail: async () => {
      renameSync(`${file}-wal`, `${file}.elsewhere`);
      return async () => renameSync(`${file}.elsewhere`, `${file}-wal`);
    },
    cause: /scim\.db-wal: the file was removed or replaced/,
    reads: 'go on',
  },
];

const READS: readonly (readonly [name: string, call: (store: DocumentStore) => Promise<unknown>])[] = [
  ['read', ({ read }) => read(PARTITION, 'u.7')],
  ['query', ({ query }) => query(PARTITION, { where: everything, limit: 100 })],
  ['count', ({ count }) => count(PARTITION, everything)],
  [
    'readRenditions',
    async ({ readRenditions }) =>
      readRenditions?.(PARTITION, { type: 'user', prefix: 'u.', withGroups: true, which: { limit: 100 } }),
  ],
];

/** Each is large: a full disk must have no room for it. */
const WRITES: readonly (readonly [name: string, operations: readonly DocumentOperation[]])[] = [
  ['create', [create(user('u.new', { r: { text: 'y'.repeat(100_000) } }))]],
  ['upsert', [{ kind: 'upsert', document: user('u.7', { r: { text: 'y'.repeat(100_000) } }) }]],
  ['patch', [{ kind: 'patch', id: 'u.7', set: { '/r': { text: 'y'.repeat(100_000) } }, when: {} }]],
  [
    'several, one of which fits',
    [{ kind: 'delete', id: 'u.8' }, create(user('u.new', { r: { text: 'y'.repeat(100_000) } }))],
  ],
];

const bump = (revision: number): DocumentOperation => ({
  kind: 'patch',
  id: 'u.1',
  increment: { '/revision': 1 },
  when: { revision },
});

async function timed<Result>(work: Promise<Result>): Promise<PromiseSettledResult<Result>> {
  const started = performance.now();
  const [outcome] = await Promise.allSettled([work]);
  expect(performance.now() - started).toBeLessThan(IN_TIME);
  return outcome;
}

/** A failure as the log has it. */
function expectCause(outcome: PromiseSettledResult<unknown>, cause: RegExp): void {
  expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
  const text = outcome.status === 'rejected' ? describeCause(outcome.reason) : '';
  expect(text).toMatch(/^StoreUnavailable: SQLite: (read|write) (failed|refused)/);
  expect(text).toMatch(cause);
  expect(text).toContain(file);
}

describe.each(WAYS)('$name', ({ fail, cause, reads }) => {
  it.each(READS)('%s answers in time', async (_name, call) => {
    const before = await call(store);
    const mend = await fail();
    const outcome = await timed(call(store));
    if (reads === 'fail' || outcome.status === 'rejected') expectCause(outcome, cause);
    else expect(outcome).toEqual({ status: 'fulfilled', value: before });
    if (reads === 'go on') expect(outcome.status).toBe('fulfilled');
    await mend?.();
  });

  it.each(WRITES)('%s is refused in time, with nothing done', async (_name, operations) => {
    const before = await everyDocument();
    const mend = await fail();
    const outcome = await timed(store.batch(PARTITION, operations));
    expectCause(outcome, cause);
    expect(outcome).toMatchObject({ reason: { ambiguous: false } });
    if (reads === 'go on') expect(await everyDocument()).toEqual(before);
    if (!mend) return;
    await mend();
    expect(await everyDocument()).toEqual(before);
    expect(await store.batch(PARTITION, operations)).toMatchObject({ ok: true });
  });
});

describe.each(WAYS)('$name, through the service', ({ fail, cause, reads }) => {
  const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
  /** Larger than a full disk has room for. */
  const nickName = 'y'.repeat(30_000);

  async function opened() {
    const service = await openService({}, { ...memoryStores(), resources: store });
    const user = { schemas: [USER], userName: 'anna@example.com' };
    const { id } = Object((await service.call('POST', '/Users', user)).json);
    return { service, path: `/Users/${id}` };
  }

  it.each([
    ['POST', { schemas: [USER], userName: 'new@example.com', nickName }],
    ['PUT', { schemas: [USER], userName: 'anna@example.com', nickName }],
    [
      'PATCH',
      {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'replace', path: 'nickName', value: nickName }],
      },
    ],
  ])('%s: 503 in time, and the cause is in the log', async (method, body) => {
    const { service, path } = await opened();
    const write = () => service.call(method, method === 'POST' ? '/Users' : path, body);
    const mend = await fail();
    const outcome = await timed(write());
    expect(outcome).toMatchObject({ value: { status: 503 } });
    const line = service.lines.at(-1);
    expect(line?.cause).toMatch(/^StoreUnavailable: SQLite: (read|write) (failed|refused)/);
    expect(line?.cause).toMatch(cause);
    expect(line?.cause).toContain(file);
    if (reads === 'go on') expect((await service.call('GET', path)).status).toBe(200);
    if (!mend) return;
    await mend();
    expect((await write()).status).toBe(method === 'POST' ? 201 : 200);
  });
});

const everyDocument = () => store.query(PARTITION, { where: everything, limit: 1000 });

describe('while another process has the lock', () => {
  it('the thread is free, and what waits is written in its order as soon as the lock is gone', async () => {
    const unlock = await locked();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const writes = [0, 1, 2].map((n) => store.batch(PARTITION, [bump(n + 1)]));
    await sleep(PATIENCE / 3);
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(PATIENCE * 0.8);
    await unlock();
    for (const outcome of await Promise.all(writes)) expect(outcome).toMatchObject({ ok: true });
  });

  it('each write has its own patience: one that came later is not refused with those before it', async () => {
    const unlock = await locked();
    const first = timed(store.batch(PARTITION, [bump(1)]));
    await sleep(PATIENCE / 2);
    const second = store.batch(PARTITION, [bump(1)]);
    expect(await first).toMatchObject({ status: 'rejected' });
    await unlock();
    expect(await second).toMatchObject({ ok: true });
  });

  it('a store that closes does not wait for it: what waits is refused, certainly not done', async () => {
    const unlock = await locked();
    const write = timed(store.batch(PARTITION, [bump(1)]));
    release();
    store.close();
    expect(await write).toMatchObject({ status: 'rejected', reason: { ambiguous: false } });
    await unlock();
  });
});

describe('once damage was found', () => {
  it('nothing is written any more, not even what could be, and what can be read is read', async () => {
    await overwritten(-2 * 4096);
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, (_, n) => timed(store.read(PARTITION, `u.${n}`))),
    );
    const failed = outcomes.filter(({ status }) => status === 'rejected');
    for (const outcome of failed) expectCause(outcome, /SQLITE_CORRUPT \(\d+\).*damaged/);
    const write = await timed(store.batch(PARTITION, [create(user('u.new'))]));
    expectCause(write, /write refused.*damaged.*SQLITE_CORRUPT/);
    expect(write).toMatchObject({ reason: { retryAfter: 300 } });
    expect(outcomes.length - failed.length).toBeGreaterThan(0);
    expect(
      await Promise.all([...Array(60).keys()].map((n) => timed(store.read(PARTITION, `u.${n}`)))),
    ).toEqual(outcomes);
  });

  it('a row that is no JSON is damage, too, and nothing of it is in the log', async () => {
    connection.execute(`PRAGMA ignore_check_constraints = ON`);
    connection.execute(`UPDATE resources SET body = 'anna@example.com' WHERE id = 'u.7'`);
    const outcome = await timed(store.read(PARTITION, 'u.7'));
    expectCause(outcome, /SQLITE_CORRUPT \(11\).*damaged/);
    expect(outcome.status === 'rejected' && describeCause(outcome.reason)).not.toContain('anna');
    expectCause(await timed(store.batch(PARTITION, [bump(1)])), /write refused/);
  });
});

describe('the mark beside a file that a service has open', () => {
  const reopened = () => openSqlite(file, 'resources', { onDamage: () => undefined });
  const isMarked = () => existsSync(`${file}-open`);

  beforeEach(() => {
    release();
    store.close();
  });

  it('goes with a clean stop', () => {
    store = reopened();
    expect(isMarked()).toBe(true);
    store.close();
    expect(isMarked()).toBe(false);
  });

  it('stays while another process has the file open, whose end would not be noticed otherwise', () => {
    const other = new DatabaseSync(file);
    other.exec('SELECT count(*) FROM resources');
    store = reopened();
    store.close();
    expect(isMarked()).toBe(true);
    other.close();
  });
});
