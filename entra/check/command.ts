/** The command `check`, for a command line to mount: its options, and what it does with them. */

import { env, stderr, stdout } from 'node:process';
import { progressOn } from '../../terminal/progress.ts';
import { readConnection } from '../client/connection.ts';
import { type ConnectionSource, connectionFile, UsageError } from '../cycle/arguments.ts';
import { runCheck } from './check.ts';
import { TEST_NAME } from './people.ts';
import { checkText } from './text.ts';

export interface CheckCommandOptions {
  /** JSON file with `baseUrl` and `token`. */
  readonly connection?: string;
  readonly baseUrl?: string;
  /** `-` is standard input. A token is never an argument. */
  readonly tokenFile?: string;
  readonly json?: boolean;
}

const DESCRIPTION = `Run Microsoft's SCIM tests against any Base URL and say what to fix.

It writes: it creates about 50 test users (userName ${TEST_NAME}.{run}.{number}@example.com) and 20 test groups (displayName "${TEST_NAME} {run} …") in the account that the Base URL names, changes them, and deletes them at the end. It does not change users and groups that exist already. All of this fills the provisioning log of the account, and each test user may use a licence while it exists. Use a test account.`;

export const checkCommand = {
  name: 'check',
  summary: "Run Microsoft's SCIM tests against any Base URL and say what to fix",
  description: DESCRIPTION,
  options: [
    ['--connection <file>', 'JSON with baseUrl and token'],
    [
      '--base-url <url>',
      'the Base URL (Tenant URL in Entra), https but for a service on this machine; together with',
    ],
    ['--token-file <file>', 'a file that holds nothing but the token; - for standard input'],
    ['--json', 'the whole report as JSON'],
  ],
  examples: [
    'kissflow-scim check --connection .data/connection.json',
    'kissflow-scim check --base-url https://scim.example.com/scim/v2/Ac12345 --token-file ~/token',
  ],
  run,
} as const;

/** Resolves with the exit code: 1 when a mandatory step failed. @throws UsageError */
async function run(options: CheckCommandOptions): Promise<0 | 1> {
  const connection = readConnection(sourceOf(options));
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const report = await runCheck({
      ...connection,
      progress: progressOn(stderr),
      signal: interrupt.signal,
    });
    stdout.write(`${options.json ? JSON.stringify(report, undefined, 2) : `\n${checkText(report)}`}\n`);
    return report.passed && !interrupt.signal.aborted ? 0 : 1;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function sourceOf({ connection, baseUrl, tokenFile }: CheckCommandOptions): ConnectionSource {
  if (connection !== undefined && baseUrl === undefined && tokenFile === undefined) {
    return connectionFile(connection, env.DATA_DIR);
  }
  if (connection === undefined && baseUrl !== undefined && tokenFile !== undefined) {
    return { baseUrl, tokenFile };
  }
  throw new UsageError('Give either --connection, or --base-url and --token-file.');
}
