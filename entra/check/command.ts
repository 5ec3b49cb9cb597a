/** `kissflow-scim check`: Microsoft's SCIM tests against any Base URL. */

import type { Command } from 'commander';
import { failed, misused } from '../../terminal/command-error.ts';
import { examples } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import {
  type ConnectionOptions,
  EITHER,
  readConnection,
  sourceOf,
  withConnection,
} from '../client/connection.ts';
import { runCheck } from './check.ts';
import { TEST_NAME } from './people.ts';
import { checkText } from './report.ts';

interface CheckCommandOptions extends ConnectionOptions {
  readonly json?: boolean;
}

const SUMMARY = "Run Microsoft's SCIM tests against any Base URL and say what to fix";

const DESCRIPTION = `${SUMMARY}.

It writes: it creates about 50 test users (userName ${TEST_NAME}.{run}.{number}@example.com) and 20 test groups (displayName "${TEST_NAME} {run} …") in the account that the Base URL names, changes them, and deletes them at the end. It does not change users and groups that exist already. All of this fills the provisioning log of the account, and each test user may use a licence while it exists. Use a test account.`;

export function addCheck(program: Command, terminal: Terminal): void {
  withConnection(program.command('check').summary(SUMMARY).description(DESCRIPTION))
    .option('--json', 'the whole report as JSON')
    .action((options: CheckCommandOptions) => check(options, terminal))
    .addHelpText(
      'after',
      examples(
        'check --connection .data/connection.json',
        'check --base-url https://scim.example.com/scim/v2/Ac12345 --token-file ~/token',
      ),
    );
}

/** @throws CommandError when the options name no connection, or a mandatory step failed */
async function check(
  { json, ...named }: CheckCommandOptions,
  { print, progress, columns, environment }: Terminal,
): Promise<void> {
  const source = sourceOf(named, environment.DATA_DIR);
  // No default: it writes.
  if (source === undefined) throw misused(EITHER);
  const connection = readConnection(source);
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const report = await runCheck({ ...connection, progress, signal: interrupt.signal });
    print(json ? JSON.stringify(report, undefined, 2) : `\n${checkText(report, columns)}`);
    if (!report.passed || interrupt.signal.aborted) throw failed();
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
