/** The data folder of a service on this machine: whole after a stop, closed to others, checked after a stop that was none. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeToOthers } from '../../cli/local-host/data-folder.ts';
import { isWindows } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

let parent: string;
let data: string;

beforeAll(requireBundle);
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'files-'));
  data = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const FILES = ['connection.json', 'curl.conf', 'manage.key', 'scim.db', 'secrets.db'];

async function started(folder = data) {
  const service = startServe({ DATA_DIR: folder, PORT: '0' });
  await service.ready();
  const { baseUrl, token } = JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8'));
  const call = (method: string, path: string, body?: object) =>
    fetch(`${baseUrl}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const create = (userName: string) =>
    call('POST', '/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName });
  const health = () => fetch(new URL('/healthz', baseUrl));
  const stop = async (signal: NodeJS.Signals) => {
    service.child.kill(signal);
    await service.exit;
  };
  return { ...service, call, create, health, stop };
}

const namesOf = async (answer: Response): Promise<string[]> =>
  Object(await answer.json()).Resources.map(({ userName }: { userName: string }) => userName);

async function filled(names: readonly string[]) {
  const service = await started();
  for (const name of names) expect((await service.create(name)).status).toBe(201);
  return service;
}

(isWindows ? describe.skip : describe)('a clean stop', () => {
  it('leaves nothing beside the databases, and a copy of the folder is whole', async () => {
    const service = await filled(['anna@example.com']);
    expect(readdirSync(data)).toContain('scim.db-wal');
    await service.stop('SIGTERM');
    expect(readdirSync(data).sort()).toEqual(FILES);
    const copy = join(parent, 'copy');
    cpSync(data, copy, { recursive: true });
    const again = await started(copy);
    expect(await namesOf(await again.call('GET', '/Users'))).toEqual(['anna@example.com']);
    expect(again.printed.stderr).toBe('');
    await again.stop('SIGTERM');
  });
});

(isWindows ? describe.skip : describe)('after a service was killed', () => {
  it('what it wrote is there, the file is checked, and the next stop is clean', async () => {
    const service = await filled(['anna@example.com']);
    await service.stop('SIGKILL');
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['scim.db-open', 'scim.db-wal']));
    // A stop before the end of the check leaves it to the next start.
    for (let pause = 200; readdirSync(data).some((name) => name.endsWith('-open')); pause *= 2) {
      const again = await started();
      expect(await namesOf(await again.call('GET', '/Users'))).toEqual(['anna@example.com']);
      await sleep(pause);
      await again.stop('SIGTERM');
      expect(again.printed.stderr).toBe('');
    }
    expect(readdirSync(data).sort()).toEqual(FILES);
  });

  it('damage that no request has met yet is found: nothing is written any more, and the log says so', async () => {
    const names = Array.from({ length: 40 }, (_, n) => `user${n}@example.com`);
    await (await filled(names)).stop('SIGTERM');
    // As if a service had been killed that had written this.
    writeFileSync(join(data, 'scim.db-open'), '');
    damagePageOf(join(data, 'scim.db'), '"userName":"user20@example.com"');
    const service = await started();
    const statuses: number[] = [];
    for (let n = 0; n < 50 && statuses.at(-1) !== 503; n += 1) {
      statuses.push((await service.create(`new${n}@example.com`)).status);
      await sleep(20);
    }
    expect(statuses.at(-1)).toBe(503);
    expect((await service.call('GET', '/ServiceProviderConfig')).status).toBe(200);
    await service.stop('SIGTERM');
    expect(service.printed.stderr).toMatch(
      /"event":"store.damaged","detail":"SQLite: write refused in [^"]+scim\.db: the file is damaged/,
    );
    expect(service.printed.stderr).toMatch(/"status":503.*"cause":"StoreUnavailable: SQLite: write refused/);
    // Until a sound copy is put back, each start looks again.
    expect(existsSync(join(data, 'scim.db-open'))).toBe(true);
  });

  /** The page with that text, which the creation of another user neither reads nor writes. */
  function damagePageOf(file: string, text: string): void {
    const place = readFileSync(file).indexOf(text);
    expect(place).toBeGreaterThan(0);
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(4096, 0xab), 0, 4096, place - (place % 4096));
    closeSync(descriptor);
  }
});

describe('a folder that cannot be used is said in one line, and the service ends with 1', () => {
  async function sentence(): Promise<string> {
    const { exit, printed } = startServe({ DATA_DIR: data, PORT: '0' });
    expect(await exit).toBe(1);
    return printed.stderr;
  }

  beforeEach(() => mkdirSync(data, { mode: 0o700 }));

  it.each(['scim.db', 'secrets.db'])('%s is no database', async (name) => {
    writeFileSync(join(data, name), 'something else, and longer than the header of a database'.repeat(9));
    expect(await sentence()).toMatch(
      new RegExp(
        `^The store cannot be used: SQLite: open failed, SQLITE_NOTADB .*${name}: it is no database.*\n$`,
      ),
    );
  });

  it('a database that another process keeps for itself', async () => {
    const other = new DatabaseSync(join(data, 'scim.db'));
    other.exec('PRAGMA journal_mode = WAL; PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE t (x)');
    expect(await sentence()).toMatch(
      /^The store cannot be used: .*SQLITE_BUSY.*another process has locked it.*\n$/,
    );
    other.close();
  }, 30_000);

  it('a folder in the place of a file', async () => {
    mkdirSync(join(data, 'connection.json'));
    expect(await sentence()).toMatch(/connection.json: it is a folder, and must be a file.*\n$/);
  });

  it('a file in the place of the folder', async () => {
    rmSync(data, { recursive: true });
    writeFileSync(data, '');
    expect(await sentence()).toMatch(/data.*: it is a file, and must be a folder.*\n$/);
  });
});

it('while another process has locked the database, all but writes are answered at once', async () => {
  const service = await filled(['anna@example.com']);
  const other = fork(join(import.meta.dirname, '../storage/lock-process.ts'), { execArgv: [] });
  other.send(join(data, 'scim.db'));
  await once(other, 'message');
  const written = service.create('berta@example.com');
  const started = performance.now();
  expect((await service.health()).status).toBe(200);
  expect(await namesOf(await service.call('GET', '/Users'))).toEqual(['anna@example.com']);
  expect(performance.now() - started).toBeLessThan(2000);
  other.send('release');
  await once(other, 'exit');
  expect((await written).status).toBe(201);
  await service.stop('SIGTERM');
});

(isWindows ? describe.skip : describe)('modes', () => {
  const modeOf = (path: string) => statSync(path).mode & 0o777;

  beforeEach(() => {
    mkdirSync(data);
    for (const name of FILES) writeFileSync(join(data, name), '');
    writeFileSync(join(data, 'scim.db-wal'), '');
  });

  it('of the folder and of all files in it are mended', () => {
    chmodSync(data, 0o777);
    for (const name of readdirSync(data)) chmodSync(join(data, name), 0o666);
    expect(closeToOthers(data)).toEqual([]);
    expect(modeOf(data)).toBe(0o700);
    for (const name of readdirSync(data)) expect([name, modeOf(join(data, name))]).toEqual([name, 0o600]);
  });

  it('of a folder with other files, and of these, are left alone; when others may write there, that is said', () => {
    writeFileSync(join(data, 'letter.txt'), '');
    chmodSync(join(data, 'letter.txt'), 0o644);
    chmodSync(data, 0o755);
    expect(closeToOthers(data)).toEqual([]);
    chmodSync(data, 0o777);
    expect(closeToOthers(data)).toEqual([expect.stringContaining(data)]);
    expect([modeOf(data), modeOf(join(data, 'letter.txt'))]).toEqual([0o777, 0o644]);
    expect(modeOf(join(data, 'scim.db'))).toBe(0o600);
  });

  it('are mended by a start', async () => {
    rmSync(data, { recursive: true });
    await (await started()).stop('SIGTERM');
    chmodSync(data, 0o755);
    chmodSync(join(data, 'secrets.db'), 0o666);
    await (await started()).stop('SIGTERM');
    expect([modeOf(data), modeOf(join(data, 'secrets.db'))]).toEqual([0o700, 0o600]);
  });

  it('of a folder that is not there: nothing to do', () => {
    expect(closeToOthers(join(parent, 'none'))).toEqual([]);
  });
});
