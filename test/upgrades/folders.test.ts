/** Data folders as earlier versions left them, one of each: opened by this one, nothing lost, nothing changed that a client sees. */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { localManage } from '../../cli/manage/local-manage.ts';
import { type Endpoints, endpointsOf, servicesOn } from '../../functions/runtime/compose.ts';
import { answerFetch } from '../../functions/runtime/fetch.ts';
import { openStores } from '../../functions/runtime/open-stores.ts';
import { readSettings } from '../../functions/runtime/settings.ts';
import { requireBundle } from '../serve-process.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = join(ROOT, 'test/fixtures/data-folders');
const ORIGIN = 'https://scim.example.test';

interface Kept {
  readonly id: string;
  readonly userName: string;
  readonly meta: { readonly version: string };
}

interface Content {
  readonly account: string;
  readonly token: string;
  readonly revoked: string;
  readonly users: readonly Kept[];
  readonly groups: readonly {
    readonly id: string;
    readonly displayName: string;
    readonly members: string[];
  }[];
  readonly gone: string;
}

let parent: string;
beforeAll(() => {
  requireBundle();
  parent = mkdtempSync(join(tmpdir(), 'upgrades-'));
  // Bringing keys up to date is told on standard error.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(() => rmSync(parent, { recursive: true }));

/** A copy of the folder, as it was. */
function unpack(name: string): string {
  const directory = mkdtempSync(join(parent, 'folder-'));
  cpSync(join(FOLDERS, name), directory, { recursive: true });
  for (const file of readdirSync(directory).filter((one) => one.endsWith('.gz')))
    writeFileSync(join(directory, file.slice(0, -3)), gunzipSync(readFileSync(join(directory, file))));
  return directory;
}

const open = (directory: string) =>
  openStores(readSettings({ DATA_DIR: directory, PUBLIC_BASE_URL: ORIGIN }));

describe.each(readdirSync(FOLDERS))('a data folder of %s', (name) => {
  let content: Content;
  let endpoints: Endpoints;
  let services: ReturnType<typeof servicesOn>;
  let directory: string;

  beforeAll(async () => {
    directory = unpack(name);
    content = JSON.parse(readFileSync(join(directory, 'content.json'), 'utf8'));
    services = servicesOn(await open(directory), ORIGIN);
    endpoints = endpointsOf(services);
  });

  async function call(method: string, path: string, body?: object, token = content.token) {
    const request = new Request(`${ORIGIN}/scim/v2/${content.account}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const endpoint = endpoints.resources(path.startsWith('/Groups') ? '/Groups' : '/Users');
    const response = await answerFetch(endpoint, request);
    return { status: response.status, json: JSON.parse((await response.text()) || 'null') };
  }
  const totalOf = async (type: string, filter: string) =>
    (await call('GET', `/${type}?filter=${encodeURIComponent(filter)}`)).json.totalResults;

  it('opens to the token of then, and not to the one that was revoked', async () => {
    expect((await call('GET', '/Users?count=1')).status).toBe(200);
    expect((await call('GET', '/Users?count=1', undefined, content.revoked)).status).toBe(401);
  });

  it('shows every user as it was, version and times included', async () => {
    expect(content.users.length).toBeGreaterThan(4);
    for (const user of content.users) {
      const { json } = await call('GET', `/Users/${user.id}?excludedAttributes=groups`);
      expect(json).toEqual(user);
    }
  });

  it('finds users and groups by every spelling of their names, and lets nobody else have them', async () => {
    for (const { id, userName } of content.users) {
      for (const spelling of [userName, userName.toLowerCase(), userName.normalize('NFD')]) {
        const { json } = await call(
          'GET',
          `/Users?filter=${encodeURIComponent(`userName eq "${spelling}"`)}`,
        );
        expect([spelling, json.Resources?.map((one: Kept) => one.id)]).toEqual([spelling, [id]]);
      }
      expect((await call('POST', '/Users', { userName: userName.toLowerCase() })).status).toBe(409);
    }
    for (const { displayName } of content.groups) {
      expect(await totalOf('Groups', `displayName eq "${displayName.toLowerCase()}"`)).toBe(1);
    }
  });

  it('filters on what it kept: text, numbers, dates, yes or no', async () => {
    const extension = `urn:kissflow:scim:schemas:extension:${content.account}:2:User`;
    expect(await totalOf('Users', `${extension}:Cost_Rate eq 12.50`)).toBe(5);
    expect(await totalOf('Users', `${extension}:Remote eq true and ${extension}:Employee_ID sw "0"`)).toBe(3);
    expect(await totalOf('Users', 'active eq false')).toBe(1);
    expect(await totalOf('Users', 'meta.created gt "2020-01-01T00:00:00Z"')).toBe(65);
  });

  it('finishes what was unfinished: a large change of members, and a deletion', async () => {
    expect((await call('GET', `/Groups/${content.gone}`)).status).toBe(404);
    for (const { id, members } of content.groups) {
      const { json } = await call('GET', `/Groups/${id}`);
      expect(json.members.map(({ value }: { value: string }) => value).sort()).toEqual(members);
    }
    expect(await services.resources.finishLeftovers(content.account, Date.now() + 60_000)).toBe(0);
    const [ann] = content.users;
    const { json } = await call('GET', `/Users/${ann?.id}`);
    expect(json.groups.map(({ value }: { value: string }) => value)).toEqual([content.groups[0]?.id]);
  });

  it('keeps its provisioning log, and its tokens in the list', async () => {
    const page = await services.provisioningLog.query(content.account, { limit: 500, subject: 'ǰan' });
    expect(page.entries.length).toBeGreaterThan(0);
    const listed = await services.tokens.list(content.account);
    expect(listed.map(({ status }) => status).sort()).toEqual(['live', 'revoked']);
  });

  it('is opened by the command line as well', async () => {
    const manage = await localManage({ DATA_DIR: unpack(name) });
    expect(manage).toBeDefined();
  });
});

it('the manage app brings data up to date when it starts, before anybody calls it', () => {
  const [name = ''] = readdirSync(FOLDERS);
  const script = `
    import { setTimeout as sleep } from 'node:timers/promises';
    import { loadApp } from './cli/local-host/load-app.ts';
    console.error = (line) => {
      process.stderr.write(line);
      if (line.includes('storage.rekeyed')) process.exit();
    };
    await loadApp(${JSON.stringify(join(ROOT, 'dist/main.cjs'))}, () => {}).runHooks('appStart', { hookData: {} });
    await sleep(20_000);`;
  const env = { APP_ROLE: 'manage', PUBLIC_BASE_URL: ORIGIN, DATA_DIR: unpack(name) };
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env,
    encoding: 'utf8',
  });
  expect(stderr).toContain('storage.rekeyed');
});

describe('a data folder of a later version', () => {
  const [name = ''] = readdirSync(FOLDERS);
  const sentence = /^The data was written by a later version .*: start that version, or put back a copy/;

  it('whose tables are others: refused with a sentence, before anything is written', async () => {
    const directory = unpack(name);
    const database = new DatabaseSync(join(directory, 'scim.db'));
    database.exec('PRAGMA user_version = 99');
    await expect(open(directory)).rejects.toThrow(sentence);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
    database.close();
  });

  it('whose search keys are others: refused with a sentence', async () => {
    const directory = unpack(name);
    const { accounts } = await open(directory);
    const document = { id: 'keys', type: 'key-version', version: 99 };
    await accounts.batch('accounts', [{ kind: 'upsert', document }]);
    await expect(open(directory)).rejects.toThrow(sentence);
  });
});
