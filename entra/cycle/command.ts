/** The command line of `npm run entra-cycle`. */

import { type Command, Option } from 'commander';
import { failed } from '../../terminal/command-error.ts';
import { examplesOf, wholeNumberFrom } from '../../terminal/options.ts';
import { commandLine, type Terminal } from '../../terminal/program.ts';
import {
  type ConnectionOptions,
  type ConnectionSource,
  ownFile,
  readConnection,
  sourceOf,
  withConnection,
} from '../client/connection.ts';
import { type CycleOptions, runCycle } from './cycle.ts';
import { cycleReportText, isClean } from './report.ts';

type Size = Pick<CycleOptions, 'users' | 'groups' | 'concurrency' | 'dialect' | 'keep'>;

export interface CycleArguments extends Size {
  readonly connection: ConnectionSource;
}

const CYCLE_EXAMPLES = [
  'npm run entra-cycle',
  'npm run entra-cycle -- --users 1000 --groups 20 --concurrency 8',
  'npm run entra-cycle -- --dialect flag --base-url https://scim.example.com/scim/v2/Ac12345 --token-file ~/token',
];

const CYCLE_EXIT_CODE =
  '\nExit code: 0 when everything is stored as sent, 1 when anything failed or differs, 2 for wrong arguments.';

/** @param start what is done with the arguments */
export function cycleProgram(
  terminal: Terminal,
  start: (given: CycleArguments, terminal: Terminal) => Promise<void> = cycle,
): Command {
  const program = commandLine('npm run entra-cycle --', terminal)
    .description(
      'Play Microsoft Entra ID against a SCIM endpoint, then compare everything that is stored there with what was sent',
    )
    .option('--users <n>', 'users to create', wholeNumberFrom(1, 100_000), 200)
    .option('--groups <n>', 'groups to create', wholeNumberFrom(0, 1000), 5)
    .option('--concurrency <n>', 'requests at the same time, at most 64', wholeNumberFrom(1, 64), 4)
    .addOption(
      new Option('--dialect <name>', 'PATCH dialect; flag is ?aadOptscim062020')
        .choices(['default', 'flag', 'both'])
        .default('both'),
    )
    .option('--keep', 'leave the users and groups of the run in place', false);
  return withConnection(
    program,
    'JSON with baseUrl and token (default: connection.json in DATA_DIR, or in .data)',
  )
    .action(({ users, groups, concurrency, dialect, keep, ...named }: Size & ConnectionOptions) => {
      const dataDirectory = terminal.environment.DATA_DIR;
      const connection = sourceOf(named, dataDirectory) ?? ownFile(dataDirectory);
      return start({ users, groups, concurrency, dialect, keep, connection }, terminal);
    })
    .addHelpText('after', examplesOf(CYCLE_EXAMPLES))
    .addHelpText('after', CYCLE_EXIT_CODE);
}

/** @throws CommandError when something failed or differs */
async function cycle(given: CycleArguments, { print, progress, columns }: Terminal): Promise<void> {
  const connection = readConnection(given.connection);
  print(`${given.users} users and ${given.groups} groups against ${connection.baseUrl}`);
  const report = await runCycle({ ...given, ...connection, progress });
  print(`\n${cycleReportText(report, columns)}`);
  if (!isClean(report)) throw failed();
}
