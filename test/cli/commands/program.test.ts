/** The command as a process: its launcher, its help, and a reader that goes away. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openShell } from './shell.ts';

const LAUNCHER = join(__dirname, '../../../cli/kissflow-scim.js');

let shell: Awaited<ReturnType<typeof openShell>>;

beforeAll(async () => {
  shell = await openShell();
});

afterAll(() => shell.remove());

function start(...args: string[]) {
  const env = { PATH: process.env.PATH, DATA_DIR: join(shell.folder, 'data') };
  return spawn(process.execPath, [LAUNCHER, ...args], { env });
}

async function outcome(...args: string[]) {
  const child = start(...args);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code, out, err };
}

it('answers from the store of this machine, and with nothing on standard error', async () => {
  const { code, out, err } = await outcome('account', 'list');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('AcDemo');
});

it('passes the exit codes on: 1 refused, 2 wrong arguments', async () => {
  expect(await outcome('account', 'show', 'Nope')).toMatchObject({ code: 1, out: '' });
  expect(await outcome('account', 'show')).toMatchObject({ code: 2, out: '' });
});

it('takes standard input in UTF-16, as Windows PowerShell writes a file', async () => {
  const child = start('mapping', 'graph', 'AcDemo', '-');
  const schema = readFileSync(join(__dirname, '../../fixtures/mapping-guide/graph-schema.json'), 'utf8');
  child.stdin.end(Buffer.from(`\ufeff${schema}`, 'utf16le'));
  const [out, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toHaveProperty('directories');
});

it('a reader that has seen enough is no failure', async () => {
  const child = start('mapping', 'markdown', 'AcDemo');
  child.stdout.destroy();
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
});

test.each([
  'serve',
  'account list',
  'account show',
  'account create',
  'account set',
  'field list',
  'field add',
  'field change',
  'field remove',
  'token list',
  'token create',
  'token rotate',
  'token revoke',
  'log',
  'mapping markdown',
  'mapping json',
  'mapping graph',
  'users',
  'groups',
  'check',
])('%s --help has an example of itself', async (verb) => {
  const { code, out } = await shell.run(`${verb} --help`);
  expect(code).toBe(0);
  expect(out).toContain(`Examples:\n  kissflow-scim ${verb}`);
});

it('check --help says that it writes, under which names, and what that leaves; the list of commands stays short', async () => {
  const help = (await shell.run('check --help')).out.replace(/\s+/g, ' ');
  expect(help).toContain('It writes: it creates about 50 test users');
  expect(help).toContain('kissflow-scim-check.{run}.{number}@example.com');
  expect(help).toMatch(/deletes them .* provisioning log .* licence .* Use a test account/);
  expect((await shell.run('--help')).out).not.toContain('licence');
});
