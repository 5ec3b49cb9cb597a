/** What is done before the first request: never while the host waits for the start, and without harm. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { warmUpLater } from '../../functions/runtime/warm-up.ts';
import { requireBundle } from '../serve-process.ts';

describe('a warm-up', () => {
  it('begins some time after the start, and may fail', async () => {
    let begun = 0;
    warmUpLater(async () => {
      begun += 1;
      throw new Error('not reachable');
    }, 300);
    expect(begun).toBe(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toBe(0);
    await sleep(600);
    expect(begun).toBe(1);
  });
});

describe('the app for provisioning', () => {
  const root = join(import.meta.dirname, '../..');
  const NOWHERE = '127.0.0.1:1';
  const script = `
    import { once } from 'node:events';
    import { createServer } from 'node:http';
    import { createRequire } from 'node:module';
    import { setTimeout as sleep } from 'node:timers/promises';
    import { loadApp } from './cli/local-host/load-app.ts';
    import { formatToken, randomToken } from './shared/tokens/token.ts';
    const identity = createServer((_, response) => response.writeHead(400).end('{}')).listen(0, '127.0.0.1');
    await once(identity, 'listening');
    process.env.IDENTITY_ENDPOINT = 'http://127.0.0.1:' + identity.address().port;
    const { cache } = createRequire(import.meta.url);
    const late = ['served', 'azure-key-vault', 'azure-cosmos', 'ajv'];
    const loaded = () => late.filter((name) => Object.keys(cache).some((file) => file.endsWith(name + '.cjs')));
    const app = loadApp(${JSON.stringify(join(root, 'dist/main.cjs'))}, () => {});
    await app.runHooks('appStart', { hookData: {} });
    await new Promise((resolve) => setImmediate(resolve));
    const atStart = loaded();
    while (loaded().length < late.length) await sleep(10);
    const answer = async (name) => {
      const { invoke } = app.routes.find((route) => route.name === name);
      const url = new URL('https://scim.example.test/scim/v2/AcDemo/Users');
      const authorization = 'Bearer ' + formatToken(randomToken('AcDemo'));
      const header = (name) => ({ authorization })[name];
      return (await invoke({ method: 'GET', url, header, body: undefined }, () => {})).status;
    };
    console.log(JSON.stringify([atStart, await answer('health'), await answer('users')]));
    process.exit();`;

  beforeAll(requireBundle);

  it('loads the service, its clients and Ajv after its start, and goes on when it cannot sign in and nothing is reachable: requests are told 503', () => {
    const env = {
      APP_ROLE: 'scim',
      WEBSITE_INSTANCE_ID: 'test',
      PUBLIC_BASE_URL: 'https://scim.example.test',
      STORE: 'cosmos',
      COSMOS_ENDPOINT: `https://${NOWHERE}`,
      COSMOS_DATABASE: 'scim',
      KEY_VAULT_URL: `https://${NOWHERE}`,
      IDENTITY_HEADER: 'test',
    };
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
      env,
      encoding: 'utf8',
    });
    expect(JSON.parse(said)).toEqual([[], 200, 503]);
  }, 60_000);
});
