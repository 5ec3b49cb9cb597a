/** `npm run bench`, after the build: how fast the endpoint answers, and how little that depends on size. */

import { availableParallelism, constants } from 'node:os';
import { stderr, stdout } from 'node:process';
import { UsageError } from '../entra/cycle/arguments.ts';
import { progressOn } from '../terminal/progress.ts';
import { type BenchArguments, HELP, parseArguments } from './arguments.ts';
import { CONNECTIONS } from './load.ts';
import { failed, reportText } from './report.ts';
import { runBench } from './run.ts';

async function main(): Promise<number> {
  const given = parseArguments(process.argv.slice(2));
  if (given === 'help') return print(HELP, 0);
  print(setting(given), 0);
  const rows = await runBench(given, progressOn(stderr));
  return print(`\n${reportText(rows)}`, failed(rows) ? 1 : 0);
}

const setting = ({ seconds }: BenchArguments): string =>
  `Node ${process.version}, ${availableParallelism()} cores, SQLite file; ${CONNECTIONS} connections, ${seconds} s for each figure`;

function print(text: string, exitCode: number): number {
  stdout.write(`${text}\n`);
  return exitCode;
}

// Children and temporary folders go with the process, which a signal would otherwise end without a word to them.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  stderr.write(`${error.message}\nSee: npm run bench -- --help\n`);
  process.exitCode = 2;
}
