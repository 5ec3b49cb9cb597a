/** `npm run entra-cycle`: an Entra-shaped provisioning client that checks what the endpoint made of its requests. */

import { env, stderr, stdout } from 'node:process';
import { progressOn } from '../../terminal/progress.ts';
import { readConnection } from '../client/connection.ts';
import { type CycleArguments, HELP, parseArguments, UsageError } from './arguments.ts';
import { runCycle } from './cycle.ts';
import { isClean, reportText } from './report.ts';

async function main(): Promise<number> {
  const given = parseArguments(process.argv.slice(2), env.DATA_DIR);
  if (given === 'help') return print(HELP, 0);
  return run(given);
}

async function run(given: CycleArguments): Promise<number> {
  const connection = readConnection(given.connection);
  stdout.write(`${given.users} users and ${given.groups} groups against ${connection.baseUrl}\n`);
  const report = await runCycle({ ...given, ...connection, progress: progressOn(stderr) });
  return print(`\n${reportText(report)}`, isClean(report) ? 0 : 1);
}

function print(text: string, exitCode: number): number {
  stdout.write(`${text}\n`);
  return exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  stderr.write(`${error.message}\nSee: npm run entra-cycle -- --help\n`);
  process.exitCode = 2;
}
