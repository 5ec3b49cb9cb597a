/** The programs of the project, each in a process of its own: `--help` shows what is possible and starts nothing. */

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function outcome(program: string, ...args: readonly string[]) {
  const env = { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), PORT: '0' };
  return new Promise<{ code: unknown; out: string; err: string }>((resolve) =>
    execFile(process.execPath, [join(root, program), ...args], { env, cwd: folder }, (error, out, err) =>
      resolve({ code: error?.code ?? 0, out, err }),
    ),
  );
}

const PROGRAMS: readonly (readonly [file: string, usage: string, needed: readonly string[]])[] = [
  ['cli/main.ts', 'kissflow-scim [options] [command]', []],
  ['cli/serve.ts', 'node cli/serve.ts [options]', []],
  ['cli/build.ts', 'npm run build -- [options]', []],
  ['cli/package.ts', 'npm run package -- [options] [folder]', []],
  ['cli/resolve-stack.ts', 'npm run --silent resolve-stack -- [options]', []],
  ['cli/contract.ts', 'npm run contract -- [options]', ['--endpoint', 'http://localhost:1', '--key', 'k']],
  ['entra/cycle/main.ts', 'npm run entra-cycle -- [options]', []],
  ['bench/main.ts', 'npm run bench -- [options]', []],
  ['infra/check.ts', 'npm run infra:check -- [options]', []],
];

it.each(PROGRAMS)('%s --help', async (file, usage) => {
  const { code, out, err } = await outcome(file, '--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`Usage: ${usage}`);
  expect(readdirSync(folder)).toEqual([]);
});

it.each(PROGRAMS)('%s refuses an option that it does not have, and exits 2', async (file, _usage, needed) => {
  const { code, out, err } = await outcome(file, ...needed, '--bogus');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/unknown option '--bogus'\n\(.* --help shows what is possible\)/);
});
