/** The Bicep compiler: on the PATH, where `az bicep install` puts it, or fetched from NuGet into .tools/. */

import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const PROJECT = join(import.meta.dirname, 'bicep-cli.csproj');
const TOOLS = join(ROOT, '.tools');
const EXECUTABLE = process.platform === 'win32' ? 'bicep.exe' : 'bicep';

export interface Bicep {
  readonly path: string;
  /** Text on standard output and error; `ok` is false for an exit code other than 0. */
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): { ok: boolean; text: string };
}

/** Throws an Error that says how to install the compiler. */
export function findBicep(): Bicep {
  const path = installed() ?? restored() ?? restore();
  return {
    path,
    run(args, environment = {}) {
      const done = run(path, args, environment);
      return { ok: done.status === 0, text: `${done.stdout}${done.stderr}`.trim() };
    },
  };
}

function installed(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), join(homedir(), '.azure', 'bin')];
  return folders.map((folder) => join(folder, EXECUTABLE)).find(existsSync);
}

function restored(): string | undefined {
  const path = join(TOOLS, 'nuget', `azure.bicep.commandline.${platform()}`, version(), 'tools', EXECUTABLE);
  return existsSync(path) ? path : undefined;
}

function restore(): string {
  const arguments_ = [
    'restore',
    PROJECT,
    '--packages',
    join(TOOLS, 'nuget'),
    `-p:Platform=${platform()}`,
    `-p:BaseIntermediateOutputPath=${TOOLS}/obj/`,
  ];
  const { status } = run('dotnet', arguments_);
  const path = status === 0 ? restored() : undefined;
  if (path === undefined) {
    throw new Error(
      'The Bicep compiler is neither on the PATH nor in ~/.azure/bin, and `dotnet restore` could not fetch it. Install it with `az bicep install`, or see https://aka.ms/bicep-install.',
    );
  }
  // A NuGet package keeps no permissions.
  chmodSync(path, 0o755);
  return path;
}

/** The version that main.json and the snapshots were made with. */
export const version = (): string =>
  /Version="\[([\d.]+)\]"/.exec(readFileSync(PROJECT, 'utf8'))?.[1] ?? 'unknown';

function platform(): string {
  const system = { darwin: 'osx', win32: 'win' }[process.platform as string] ?? 'linux';
  return `${system}-${process.arch}`;
}

const run = (
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): SpawnSyncReturns<string> =>
  spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...environment } });
