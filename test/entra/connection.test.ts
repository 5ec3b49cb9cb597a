/** What `check` and entra-cycle demand of Base URL and token file, in processes of their own, before they send anything. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(__dirname, '../..');
const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ['check', ['cli/main.ts', 'check']],
  ['entra-cycle', ['entra/cycle/main.ts']],
];

let folder: string;
let asked = 0;
const server = createServer((_request, response) => {
  asked += 1;
  response.writeHead(401).end();
});
const port = () => (server.address() as AddressInfo).port;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'check-connection-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function outcome(...args: readonly string[]) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, DATA_DIR: folder },
  });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code, stdout, stderr };
}

describe.each(COMMANDS)('%s: the token does not leave this machine in clear text', (_name, program) => {
  // Reaches this machine, too: the request would arrive if it were sent.
  const elsewhere = () => `http://0.0.0.0:${port()}/scim`;

  beforeEach(() => {
    asked = 0;
  });

  it('from --base-url', async () => {
    const token = write('token', 'kfs_1');
    const found = await outcome(...program, '--base-url', elsewhere(), '--token-file', token);
    expect([found.code, asked]).toEqual([2, 0]);
    expect(found.stderr).toContain('--base-url must begin with https://: the token would cross the network');
  });

  it('from a connection file', async () => {
    const file = write('clear.json', JSON.stringify({ baseUrl: elsewhere(), token: 'kfs_1' }));
    const found = await outcome(...program, '--connection', file);
    expect([found.code, asked]).toEqual([2, 0]);
    expect(found.stderr).toContain(`"baseUrl" of ${file} must begin with https://`);
  });

  it('but may be sent to a service on it', async () => {
    const token = write('token', 'kfs_1');
    const here = `http://127.0.0.1:${port()}/scim`;
    const { code } = await outcome(...program, '--base-url', here, '--token-file', token);
    expect([code, asked > 0]).toEqual([1, true]);
  });
});

describe.each(COMMANDS)('%s: a connection file that is not there', (_name, program) => {
  it('is named when its name was given', async () => {
    const file = join(folder, 'conection.json');
    const { code, stderr } = await outcome(...program, '--connection', file);
    expect(code).toBe(2);
    expect(stderr).toContain(`--connection names a file that cannot be read: ${file} (ENOENT).`);
    expect(stderr).not.toContain('npm start');
  });

  it('is written by npm start when it is the one in the data folder', async () => {
    const file = join(folder, 'connection.json');
    const { code, stderr } = await outcome(...program, '--connection', file);
    expect(code).toBe(2);
    expect(stderr).toContain(
      `Start the endpoint first (npm start), or give --base-url and --token-file: ${file}`,
    );
  });
});
