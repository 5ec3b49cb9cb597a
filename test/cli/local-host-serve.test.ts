/** `npm start` after its build: cli/serve.ts in a process of its own, on a fresh data folder. */

import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STOPPED } from '../platform.ts';
import { requireBundle, startServe } from '../serve-process.ts';

let parent: string;
let data: string;

beforeAll(() => {
  requireBundle();
  parent = mkdtempSync(join(tmpdir(), 'serve-'));
  data = join(parent, 'my data');
});

afterAll(() => rmSync(parent, { recursive: true }));

const start = (environment: Record<string, string>) =>
  startServe({ DATA_DIR: data, INIT_CWD: parent, ...environment });

/** Status of the request that the pasted line makes. */
function request(): Promise<number> {
  const { baseUrl } = JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8'));
  const header = /^header = "Authorization: (.+)"$/m.exec(readFileSync(join(data, 'curl.conf'), 'utf8'));
  const headers = { authorization: header?.[1] ?? '' };
  return fetch(`${baseUrl}/Users?count=1`, { headers }).then(({ status }) => status);
}

/** As the manage API tells it. */
async function lastRequest(): Promise<unknown> {
  const { baseUrl } = JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8'));
  const [, origin, account] = /^(.+)\/scim\/v2\/(.+)$/.exec(baseUrl) ?? [];
  const headers = { authorization: `Bearer ${readFileSync(join(data, 'manage.key'), 'utf8').trim()}` };
  const answer = await fetch(`${origin}/manage/v1/accounts/${account}/status`, { headers });
  return ((await answer.json()) as { lastRequest: unknown }).lastRequest;
}

const tokenOf = () => JSON.parse(readFileSync(join(data, 'connection.json'), 'utf8')).token;

it('the first start seeds the folder and says how to connect; a restart keeps data and token', async () => {
  const first = start({ PORT: '0' });
  await first.ready();
  expect(first.printed.stdout).toContain("curl -K 'my data/curl.conf' 'http://localhost:");
  expect(await request()).toBe(200);
  const token = tokenOf();
  first.child.kill('SIGINT');
  expect(await first.exit).toBe(STOPPED);
  expect(first.printed.stderr).toBe('');
  expect(first.printed.stdout).not.toContain(token);

  const second = start({ PORT: '0' });
  await second.ready();
  // It was written when the first process ended.
  expect(await lastRequest()).toMatchObject({ tokenId: token.split('_')[2] });
  expect([tokenOf(), await request()]).toEqual([token, 200]);
  second.child.kill('SIGTERM');
  expect(await second.exit).toBe(STOPPED);
});

describe('what does not fit together is said at the start', () => {
  let folder: string;

  /** Starts once on a new folder, and stops. */
  beforeEach(async () => {
    folder = mkdtempSync(join(parent, 'folder-'));
    await stderrOfStart();
  });

  async function stderrOfStart(): Promise<string> {
    const { child, ready, printed, exit } = start({ PORT: '0', DATA_DIR: folder });
    await ready();
    child.kill('SIGTERM');
    await exit;
    return printed.stderr;
  }

  const remove = (...prefixes: string[]) => {
    for (const name of readdirSync(folder))
      if (prefixes.some((prefix) => name.startsWith(prefix))) rmSync(join(folder, name));
  };

  it('an empty store beside the connection file of an earlier start', async () => {
    remove('scim.db');
    expect(await stderrOfStart()).toMatch(/^Warning: The store is EMPTY/);
  });

  it('a token in the connection file that opens nothing', async () => {
    remove('secrets.db');
    expect(await stderrOfStart()).toMatch(/^Warning: The token in connection.json opens NOTHING/);
  });

  it('a deleted connection file: its token still opens, and how to revoke it', async () => {
    remove('connection.json');
    expect(await stderrOfStart()).toMatch(
      /^Warning: A token of an earlier start .* still opens the account. To revoke it: npx kissflow-scim token revoke AcDemo \w+\n$/,
    );
  });

  it('nothing is amiss: nothing is said', async () => {
    expect(await stderrOfStart()).toBe('');
  });
});

it('a port in use: says so, exits 1, touches nothing', async () => {
  const occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  const { port } = occupant.address() as AddressInfo;
  const untouched = join(parent, 'untouched');
  const { exit, printed } = start({ PORT: String(port), DATA_DIR: untouched });
  expect(await exit).toBe(1);
  expect(printed.stderr).toMatch(new RegExp(`^Port ${port} is in use: .*\n$`));
  expect(existsSync(untouched)).toBe(false);
  occupant.close();
});

it.each([
  ['PORT', 'x'],
  ['STORE', 'mongo'],
  ['PUBLIC_BASE_URL', 'nowhere'],
])('%s=%s: one line that names it, exit 1', async (name, value) => {
  const { exit, printed } = start({ PORT: '0', [name]: value });
  expect(await exit).toBe(1);
  expect(printed.stderr).toMatch(new RegExp(`^${name} must be .*\n$`));
});
