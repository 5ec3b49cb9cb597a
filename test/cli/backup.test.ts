import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { finishRestore } from '../../cli/local-host/data-folder.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { isWindows, OWNER_ONLY } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

const ROOT = join(__dirname, '../..');

let folder: string;
const at = (name: string) => join(folder, name);

/** The command line in a process of its own, as an operator runs it. */
function start(...args: string[]) {
  const { PATH, SystemRoot } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'cli/main.ts'), ...args], {
    cwd: folder,
    env: { PATH, ...(SystemRoot ? { SystemRoot } : {}) },
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  child.stdout.resume();
  const ended = once(child, 'close').then(([code]) => ({ code, err }));
  return { child, ended };
}

const run = (...args: string[]) => start(...args).ended;

/** A data folder with so many documents of 1 KB, and what a start leaves beside them. */
async function makeFolder(name: string, documents: number): Promise<string> {
  mkdirSync(at(name));
  for (const [file, container, count] of [
    ['scim.db', 'resources', documents],
    ['scim.db', 'accounts', 1],
    ['secrets.db', 'secrets', 3],
  ] as const) {
    const store = openSqlite(join(at(name), file), container);
    for (let begun = 0; begun < count; begun += 100) {
      await store.batch(
        'AcDemo',
        Array.from({ length: Math.min(100, count - begun) }, (_, index) => ({
          kind: 'create' as const,
          document: { id: `x.${begun + index}`, type: 'thing', text: 'x'.repeat(1000) },
        })),
      );
    }
    store.close();
  }
  writeFileSync(join(at(name), 'manage.key'), 'a key\n');
  return at(name);
}

const thingsIn = (directory: string): unknown =>
  pragma(join(directory, 'scim.db'), "SELECT count(*) FROM resources WHERE type = 'thing'");

/** Kills the command some milliseconds after it has put something beside the file. */
async function killed(
  { child, ended }: ReturnType<typeof start>,
  beside: string,
  delay: number,
): Promise<void> {
  const isBegun = () => readdirSync(folder).some((name) => name.startsWith(beside));
  while (!isBegun() && child.exitCode === null) await sleep(2);
  await sleep(delay);
  child.kill('SIGKILL');
  await ended;
}

function pragma(file: string, statement: string): unknown {
  const database = new DatabaseSync(file);
  try {
    return Object.values(database.prepare(statement).get() ?? {})[0];
  } finally {
    database.close();
  }
}

function damage(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0xaa, bytes.length / 2, bytes.length / 2 + 40_000);
  writeFileSync(file, bytes);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup while the service runs', () => {
  it('holds all that was answered before it began, checks as sound, and becomes a folder in which the same token opens the account', async () => {
    requireBundle();
    const service = startServe({ DATA_DIR: at('data'), PORT: '0' });
    await service.ready();
    const { baseUrl, token } = JSON.parse(readFileSync(at('data/connection.json'), 'utf8'));
    const call = (url: string, init: RequestInit = {}) =>
      fetch(url, {
        ...init,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      });
    const answered: string[] = [];
    let isLoaded = true;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; isLoaded; n += 1) {
        const userName = `w${writer}.${n}@example.com`;
        const user = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName };
        const { status } = await call(`${baseUrl}/Users`, { method: 'POST', body: JSON.stringify(user) });
        expect(status).toBe(201);
        answered.push(userName);
      }
    });
    while (answered.length < 200) await sleep(10);
    const before = [...answered];
    expect(await run('backup', at('scim.backup'), '--data-dir', at('data'))).toMatchObject({ code: 0 });
    const after = answered.length;
    const refused = await run('restore', at('scim.backup'), '--data-dir', at('data'), '--replace');
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('stop it') });
    isLoaded = false;
    await Promise.all(writers);
    expect(after).toBeGreaterThan(before.length);
    service.child.kill('SIGTERM');
    await service.exit;

    expect(statSync(at('scim.backup')).mode & 0o777).toBe(OWNER_ONLY);
    expect(pragma(at('scim.backup'), 'PRAGMA quick_check')).toBe('ok');
    expect(await run('restore', at('scim.backup'), '--data-dir', at('other'))).toMatchObject({ code: 0 });
    expect(readFileSync(at('other/manage.key'))).toEqual(readFileSync(at('data/manage.key')));
    const moved = startServe({ DATA_DIR: at('other'), PORT: '0' });
    await moved.ready();
    const there = JSON.parse(readFileSync(at('other/connection.json'), 'utf8'));
    expect(there.token).toBe(token);
    for (const userName of [before[0], before.at(-1)]) {
      const found = await call(
        `${there.baseUrl}/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`,
      );
      expect(await found.json()).toMatchObject({ totalResults: 1 });
    }
    const all = await call(`${there.baseUrl}/Users?count=0`);
    const { totalResults } = Object(await all.json());
    expect(totalResults).toBeGreaterThanOrEqual(before.length);
    moved.child.kill('SIGTERM');
    await moved.exit;
  }, 120_000);
});

describe('kill -9', () => {
  it('in a backup leaves no half file under its name, and the data as they were', async () => {
    const data = await makeFolder('data', 20_000);
    for (const delay of [0, 20, 60, 150]) {
      await killed(start('backup', at('scim.backup'), '--data-dir', data), 'scim.backup.', delay);
      if (!existsSync(at('scim.backup'))) continue;
      expect(pragma(at('scim.backup'), 'PRAGMA quick_check')).toBe('ok');
      rmSync(at('scim.backup'));
    }
    expect(thingsIn(data)).toBe(20_000);
  }, 120_000);

  it('in a restore leaves the old folder whole, or the new one complete', async () => {
    const newer = await makeFolder('newer', 20_000);
    expect(await run('backup', at('scim.backup'), '--data-dir', newer)).toMatchObject({ code: 0 });
    const old = await makeFolder('old', 100);
    for (const delay of [0, 50, 150, 400]) {
      const data = at(`data-${delay}`);
      cpSync(old, data, { recursive: true });
      const begun = start('restore', at('scim.backup'), '--replace', '--data-dir', data);
      await killed(begun, `data-${delay}.`, delay);
      finishRestore(data);
      expect([100, 20_000]).toContain(thingsIn(data));
      expect(existsSync(join(data, 'manage.key'))).toBe(true);
    }
    const again = await run('restore', at('scim.backup'), '--replace', '--data-dir', at('data-0'));
    expect(again).toMatchObject({ code: 0 });
    expect(thingsIn(at('data-0'))).toBe(20_000);
    expect(readdirSync(folder).filter((name) => /^data-0\.rest/.test(name))).toEqual([]);
  }, 120_000);

  it('between taking the old folder away and putting the new one there: the next start does that', async () => {
    const data = await makeFolder('data', 1);
    renameSync(data, `${data}.restored`);
    expect(finishRestore(data)).toBe(true);
    expect(thingsIn(data)).toBe(1);
    expect(finishRestore(data)).toBe(false);
  });
});

describe('restore', () => {
  it('replaces a folder only when told to, and keeps the old one', async () => {
    const data = await makeFolder('data', 5);
    expect(await run('backup', at('b'), '--data-dir', data)).toMatchObject({ code: 0 });
    const other = await makeFolder('other', 7);
    const refused = await run('restore', at('b'), '--data-dir', other);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('--replace') });
    expect(thingsIn(other)).toBe(7);
    // What was ended since the backup is alive again.
    expect(await run('restore', at('b'), '--replace', '--data-dir', other)).toMatchObject({
      code: 0,
      err: expect.stringMatching(/revoked again.*deleted again/),
    });
    expect(thingsIn(other)).toBe(5);
    if (!isWindows) expect(statSync(other).mode & 0o077).toBe(0);
    const [kept = ''] = readdirSync(folder).filter((name) => name.startsWith('other.before-'));
    expect(thingsIn(at(kept))).toBe(7);
  });

  it.each<[what: string, spoil: (file: string) => void, said: string]>([
    ['tables of a later version', (file) => pragma(file, 'PRAGMA user_version = 99'), 'later version'],
    ['text', (file) => writeFileSync(file, 'no backup'), 'is no backup'],
    ['a database that is no backup', (file) => pragma(file, 'DROP TABLE enclosed_files'), 'is no backup'],
    ['a damaged backup', damage, 'damaged'],
  ])('refuses %s before it touches the folder', async (_, spoil, said) => {
    const data = await makeFolder('data', 500);
    expect(await run('backup', at('b'), '--data-dir', data)).toMatchObject({ code: 0 });
    spoil(at('b'));
    const before = readdirSync(folder).sort();
    const refused = await run('restore', at('b'), '--replace', '--data-dir', data);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(said) });
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(thingsIn(data)).toBe(500);
  });
});

describe('backup', () => {
  it('replaces no file unless told to, and needs a store', async () => {
    const data = await makeFolder('data', 1);
    writeFileSync(at('b'), 'mine');
    expect(await run('backup', at('b'), '--data-dir', data)).toMatchObject({
      code: 1,
      err: expect.stringContaining('--force'),
    });
    expect(readFileSync(at('b'), 'utf8')).toBe('mine');
    expect(await run('backup', at('b'), '--force', '--data-dir', data)).toMatchObject({ code: 0 });
    expect(await run('backup', at('c'), '--data-dir', at('nothing'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('no store'),
    });
    expect(existsSync(at('nothing'))).toBe(false);
  });

  it('holds nothing of what was deleted before it: no free pages', async () => {
    const data = await makeFolder('data', 300);
    for (const [file, container] of [
      ['scim.db', 'resources'],
      ['secrets.db', 'secrets'],
    ] as const) {
      const store = openSqlite(join(data, file), container);
      const document = { id: 'y', type: 'thing', text: `gone-from-${file} `.repeat(500) };
      await store.batch('AcDemo', [{ kind: 'create', document }]);
      await store.batch('AcDemo', [{ kind: 'delete', id: 'y' }]);
      store.close();
      expect(readFileSync(join(data, file), 'latin1')).toContain(`gone-from-${file}`);
    }
    expect(await run('backup', at('b'), '--data-dir', data)).toMatchObject({ code: 0 });
    expect(readFileSync(at('b'), 'latin1')).not.toContain('gone-from-');
    expect(await run('restore', at('b'), '--data-dir', at('other'))).toMatchObject({ code: 0 });
    expect(thingsIn(at('other'))).toBe(300);
    // What travels in the backup does not stay in the database.
    expect(readFileSync(at('other/manage.key'), 'latin1')).toContain('a key');
    expect(readFileSync(at('other/scim.db'), 'latin1')).not.toContain('a key');
  });

  it('refuses a damaged database, and leaves the earlier backup', async () => {
    const data = await makeFolder('data', 500);
    expect(await run('backup', at('b'), '--data-dir', data)).toMatchObject({ code: 0 });
    const earlier = readFileSync(at('b'));
    damage(join(data, 'scim.db'));
    const refused = await run('backup', at('b'), '--force', '--data-dir', data);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('damaged') });
    expect(readFileSync(at('b')).equals(earlier)).toBe(true);
  });
});
