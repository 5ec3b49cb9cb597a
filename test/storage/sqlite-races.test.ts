import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import {
  createGroup,
  createUser,
  createUsers,
  everything,
  expectConsistent,
  membersOf,
  nothing,
  users,
} from '../contract/population.ts';
import type { Job } from './race-worker.ts';

const run = promisify(execFile);
const worker = join(import.meta.dirname, 'race-worker.ts');

describe('two processes on one SQLite file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scim-races-'));
  const file = join(folder, 'scim.db');
  const documents = openSqlite(file, 'resources');
  const store = resourceStore(documents);

  afterAll(() => {
    documents.close();
    rmSync(folder, { recursive: true });
  });

  /** Each process gets one of `shares`; all start at the same moment. */
  async function race(jobs: readonly Pick<Job, 'race' | 'target' | 'items'>[]): Promise<unknown[]> {
    const start = Date.now() + 1000;
    const runs = jobs.map((job) => run(process.execPath, [worker, JSON.stringify({ ...job, file, start })]));
    return (await Promise.all(runs)).flatMap(({ stdout }) => JSON.parse(stdout) as unknown[]);
  }

  const halves = (items: readonly string[]) => [
    items.slice(0, items.length / 2),
    items.slice(items.length / 2),
  ];

  it('20 parallel single-member adds to one group: 20 are kept', async () => {
    const ids = await createUsers(store, 20, 'add');
    const group = await createGroup(store, 'adds');
    const outcomes = await race(halves(ids).map((items) => ({ race: 'add members', target: group, items })));
    expect(outcomes).toEqual(ids.map(() => 200));
    expect(await membersOf(store, group)).toEqual([...ids].sort());
  });

  it('10 parallel creates of one userName: exactly one', async () => {
    const items = Array.from({ length: 5 }, String);
    const outcomes = await race([1, 2].map(() => ({ race: 'create one name', target: 'same@x', items })));
    expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 409)).toHaveLength(9);
  });

  it('10 parallel changes of one version: exactly one', async () => {
    const target = await createUser(store, 'version');
    const items = Array.from({ length: 5 }, String);
    const outcomes = await race([1, 2].map(() => ({ race: 'one version', target, items })));
    expect(outcomes.filter((outcome) => outcome === 200)).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 412)).toHaveLength(9);
  });

  it('parallel changes of different attributes of one user: all are kept', async () => {
    const target = await createUser(store, 'attributes');
    const names = ['title', 'nickName', 'displayName', 'locale', 'timezone', 'userType'];
    await race(halves(names).map((items) => ({ race: 'attributes', target, items })));
    const stored = await store.get(users, target, nothing);
    expect(names.map((name) => stored?.resource[name])).toEqual(names);
  });

  it('users deleted by one process while the other adds them: none that is gone is visible', async () => {
    const ids = await createUsers(store, 10, 'delete');
    const group = await createGroup(store, 'deletes');
    await race([
      { race: 'add members', target: group, items: ids },
      { race: 'delete users', target: group, items: ids.slice(5) },
    ]);
    const found = await Promise.all(ids.map((id) => store.get(users, id, everything)));
    expect(found.map((user) => user !== undefined)).toEqual(ids.map((_, index) => index < 5));
    expect(await membersOf(store, group)).toEqual(ids.slice(0, 5).sort());
    await expectConsistent(store);
  });
});
