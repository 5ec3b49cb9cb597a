/** The manage API of `npm start`, over a socket: opened by the key in the data folder and by nothing else. */

import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureManageKey } from '../../cli/local-host/local-settings.ts';
import { OWNER_ONLY } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

let data: string;

beforeAll(() => {
  requireBundle();
  data = mkdtempSync(join(tmpdir(), 'manage-'));
});

afterAll(() => rmSync(data, { recursive: true }));

const connection = () => JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8'));
const key = () => readFileSync(join(data, 'manage.key'), 'utf8').trim();

function get(path: string, credential: string) {
  const { origin } = new URL(connection().baseUrl);
  return fetch(origin + path, { headers: { authorization: `Bearer ${credential}` } });
}

it('the first start makes a key that only its owner may read; a restart keeps it', async () => {
  const first = startServe({ DATA_DIR: data, PORT: '0' });
  await first.ready();
  const made = key();
  expect(statSync(join(data, 'manage.key')).mode & 0o777).toBe(OWNER_ONLY);
  expect(await (await get('/manage/v1/accounts', made)).json()).toMatchObject({
    accounts: [{ id: 'AcDemo' }],
  });
  expect((await get('/MANAGE/V1/accounts/AcDemo', made)).status).toBe(200);
  expect((await get('/manage/v1/accounts', connection().token)).status).toBe(401);
  expect((await get('/scim/v2/AcDemo/Users', made)).status).toBe(401);
  first.child.kill('SIGTERM');
  await first.exit;
  expect(first.printed.stdout + first.printed.stderr).not.toContain(made);

  const second = startServe({ DATA_DIR: data, PORT: '0' });
  await second.ready();
  expect([key(), (await get('/manage/v1/accounts', made)).status]).toEqual([made, 200]);
  second.child.kill('SIGTERM');
  await second.exit;
});

it('a key that is there stays as it is, and nothing else is left behind', () => {
  const folder = join(data, 'new');
  const file = join(folder, 'manage.key');
  ensureManageKey(file);
  const made = readFileSync(file, 'utf8');
  ensureManageKey(file);
  expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual([made, ['manage.key']]);
  expect(existsSync(`${file}.tmp`)).toBe(false);
});

it('a key that others may read is closed to them again; half of one is named, and stays', () => {
  const file = join(data, 'copied.key');
  ensureManageKey(file);
  chmodSync(file, 0o644);
  ensureManageKey(file);
  expect(statSync(file).mode & 0o777).toBe(OWNER_ONLY);
  writeFileSync(file, 'kfm_half');
  expect(() => ensureManageKey(file)).toThrow('holds no manage key: delete it');
  expect(readFileSync(file, 'utf8')).toBe('kfm_half');
});
