/** The command line of `npm run bench`. */

import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import { failed, misused } from '../terminal/command-error.ts';
import { examplesOf } from '../terminal/options.ts';
import { commandLine, type Terminal } from '../terminal/program.ts';
import { CONNECTIONS } from './load.ts';
import { benchReport, hasFailed } from './report.ts';
import { type BenchArguments, runBench } from './run.ts';

interface BenchOptions extends Pick<BenchArguments, 'users' | 'seconds'> {
  readonly members?: readonly number[];
  readonly cpuProf?: string;
}

/** @param start what is done with the arguments */
export const benchProgram = (
  terminal: Terminal,
  start: (given: BenchArguments, terminal: Terminal) => Promise<void> = bench,
): Command =>
  commandLine('npm run bench --', terminal)
    .description(
      'Measure the endpoint on the embedded store: over HTTP, on a built bundle, in a process of its own',
    )
    .option(
      '--users <n,…>',
      'users of the accounts to measure, at least 100',
      sizesFrom(100),
      [1000, 100_000],
    )
    .option(
      '--members <n,…>',
      'sizes of the groups whose members change (default: 10,10000,100000, as far as there are users)',
      sizesFrom(1),
    )
    .option('--seconds <n>', 'how long each server is sent each kind of request', seconds, 3)
    .option('--cpu-prof <folder>', 'let the service write CPU profiles there')
    .action(({ users, members, seconds, cpuProf }: BenchOptions) =>
      start(
        { users, members: membersFor(Math.max(...users), members), seconds, profiles: cpuProf },
        terminal,
      ),
    )
    .addHelpText('after', examplesOf(EXAMPLES))
    .addHelpText('after', EXIT_CODE);

const EXAMPLES = ['npm run bench', 'npm run bench -- --users 1000 --members 10,1000 --seconds 1'];

const EXIT_CODE = '\nExit code: 0 when every request succeeded, 1 when one failed, 2 for wrong arguments.';

const MOST = 1_000_000;

const sizesFrom =
  (least: number) =>
  (text: string): readonly number[] => {
    const given = text.split(',').map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : Number.NaN));
    if (given.every((size) => size >= least && size <= MOST))
      return [...new Set(given)].sort((a, b) => a - b);
    throw new InvalidArgumentError(`It takes whole numbers from ${least} to ${MOST} with commas.`);
  };

function seconds(text: string): number {
  const value = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0.1) return value;
  throw new InvalidArgumentError('It takes a number from 0.1 to 999.');
}

/** @throws CommandError when there are fewer users than a group needs */
function membersFor(users: number, given: readonly number[] | undefined): readonly number[] {
  if (given === undefined) return [10, 10_000, 100_000].filter((size) => size <= users);
  const most = Math.max(...given);
  if (most <= users) return given;
  throw misused(`--members ${most} needs as many --users; there are ${users}.`);
}

/** @throws CommandError when a request failed */
async function bench(given: BenchArguments, { print, progress, columns }: Terminal): Promise<void> {
  print(
    `Node ${process.version}, ${availableParallelism()} cores, SQLite file; ${CONNECTIONS} connections, ${given.seconds} s for each figure`,
  );
  const outcome = await runBench(given, progress);
  print(`\n${benchReport(outcome, columns)}`);
  if (hasFailed(outcome)) throw failed();
}
