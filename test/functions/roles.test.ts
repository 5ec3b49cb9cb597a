/** APP_ROLE: two apps from one bundle, each with the functions of its half. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STOPPED } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

const root = join(import.meta.dirname, '../..');
const script = `
  import { loadApp } from './cli/local-host/load-app.ts';
  const types = ({ bindings }) => Object.values(bindings).map(({ type }) => type);
  try {
    const { functions } = loadApp(${JSON.stringify(join(root, 'dist/main.cjs'))}, () => {});
    console.log(JSON.stringify(functions.map(({ metadata }) => [metadata.name, types(metadata)[0]])));
  } catch (error) {
    console.log(JSON.stringify(error.message));
  }`;

/** Name and trigger of what the bundle registers, in a process of its own: a bundle is loaded once. */
const registered = (environment: Record<string, string>): [string, string][] => load(environment);

/** What it registers, or why it refuses to load. */
function load(environment: Record<string, string>) {
  const env = { PUBLIC_BASE_URL: 'https://scim.example.test', ...environment };
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env,
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return JSON.parse(printed);
}

const SCIM = ['groups', 'resource-types', 'schemas', 'service-provider-config', 'users'];

beforeAll(requireBundle);

describe('what an app registers', () => {
  it.each([
    ['scim', [...SCIM, 'health', 'readiness', 'wildcard']],
    ['manage', ['cleanup', 'health', 'manage', 'portal', 'readiness', 'wildcard']],
    ['all', [...SCIM, 'health', 'manage', 'portal', 'readiness', 'wildcard']],
  ])('%s: %j', (APP_ROLE, names) => {
    const found = registered({ APP_ROLE });
    expect(found.map(([name]) => name).sort()).toEqual([...names].sort());
  });

  it('a timer, which needs a storage account, in the manage app alone', () => {
    const timers = (environment: Record<string, string>) =>
      registered(environment).filter(([, trigger]) => trigger !== 'httpTrigger');
    expect(timers({ APP_ROLE: 'manage' })).toEqual([['cleanup', 'timerTrigger']]);
    const { Values } = JSON.parse(readFileSync(join(root, 'local.settings.sample.json'), 'utf8'));
    expect(timers(Values)).toEqual([]);
  });

  it('nothing with a wrong setting: the bundle refuses to load, and says which and why', () => {
    expect(load({ PUBLIC_BASE_URL: 'nowhere' })).toMatch(/^PUBLIC_BASE_URL must be the origin/);
    expect(load({ APP_ROLE: 'admin' })).toBe('APP_ROLE must be scim, manage or all, not admin');
  });
});

describe('a request to the other half', () => {
  it.each([
    ['scim', '/manage/v1/accounts', `/scim/v2/AcDemo/Users`],
    ['manage', '/scim/v2/AcDemo/Users', '/manage/v1/accounts'],
  ])(
    'of the %s app: %s is an ordinary 404, its own half wants to know who calls',
    async (APP_ROLE, path, own) => {
      const folder = mkdtempSync(join(tmpdir(), 'role-'));
      const served = startServe({ PORT: '0', DATA_DIR: folder, APP_ROLE });
      await served.ready();
      const { origin } = new URL(JSON.parse(readFileSync(join(folder, 'connection.json'), 'utf8')).baseUrl);
      const [other, nowhere, called, health] = await Promise.all(
        [path, '/nowhere', own, '/healthz'].map((at) => fetch(origin + at)),
      );
      expect([other?.status, called?.status, health?.status]).toEqual([404, 401, 200]);
      expect(await other?.json()).toEqual(await nowhere?.json());
      served.child.kill('SIGTERM');
      expect(await served.exit).toBe(STOPPED);
      rmSync(folder, { recursive: true });
    },
  );
});
