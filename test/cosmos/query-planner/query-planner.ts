/** Microsoft's parser and planner of Cosmos DB queries, which its .NET SDK carries for Linux and Windows. */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Statement } from '../../doubles/cosmos/statements.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SOURCES = ['query-planner.csproj', 'Program.cs'].map((file) => join(import.meta.dirname, file));
const TOOLS = join(ROOT, '.tools');
const BUILT = join(TOOLS, 'query-planner', 'query-planner.dll');

/** Effective partition keys, in hexadecimal. */
export interface PartitionRange {
  readonly min: string;
  readonly max: string;
}

export interface Plan {
  /** What the client has to do with the answers of several partitions. */
  readonly queryInfo: Readonly<Record<string, unknown>>;
  readonly queryRanges: readonly PartitionRange[];
}

export type Verdict = { readonly plan: Plan } | { readonly errors: unknown };

/** The package that the planner comes from. */
export const plannerVersion = (): string =>
  /"Microsoft\.Azure\.Cosmos" Version="([\d.]+)"/.exec(readFileSync(SOURCES[0] ?? '', 'utf8'))?.[1] ??
  'unknown';

/**
 * One verdict for each statement, in their order.
 * @throws Error that says what is missing on this machine
 */
export function planned(statements: readonly Statement[]): Verdict[] {
  if (!isBuilt()) build();
  const lines = statements.map(({ query, parameters }) => JSON.stringify({ query, parameters }));
  const { status, stdout, stderr } = dotnet([BUILT], lines.join('\n'));
  const verdicts = status === 0 ? stdout.trim().split('\n') : [];
  if (verdicts.length !== statements.length)
    throw new Error(`The planner answered ${verdicts.length} of ${statements.length} statements: ${stderr}`);
  return verdicts.map((line): Verdict => JSON.parse(line));
}

const changedAt = (file: string): number => statSync(file).mtimeMs;

const isBuilt = (): boolean =>
  existsSync(BUILT) && SOURCES.every((source) => changedAt(source) < changedAt(BUILT));

function build(): void {
  const { status, stdout } = dotnet([
    'build',
    import.meta.dirname,
    '--configuration=Release',
    '--verbosity=quiet',
    '--nologo',
    `--output=${join(TOOLS, 'query-planner')}`,
    `-p:BaseIntermediateOutputPath=${join(TOOLS, 'query-planner-obj')}/`,
  ]);
  if (status !== 0)
    throw new Error(`\`dotnet build\` failed; it needs NuGet and the .NET SDK 10:\n${stdout}`);
}

function dotnet(args: readonly string[], input = '') {
  const done = spawnSync('dotnet', args, { input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (done.error)
    throw new Error('It needs the .NET SDK 10 or later (https://dot.net); there is no `dotnet` on the PATH.');
  return done;
}
