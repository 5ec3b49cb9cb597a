/** The command line of `npm run entra-cycle`. */

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CycleOptions } from './cycle.ts';

/** Where the Base URL and the token stand; a token is never an argument, which other processes can read. */
export type ConnectionSource =
  /** `elsewhere`: given by its name, and not where `npm start` writes it. */
  | { readonly file: string; readonly elsewhere?: true }
  | { readonly baseUrl: string; readonly tokenFile: string };

export interface CycleArguments
  extends Pick<CycleOptions, 'users' | 'groups' | 'concurrency' | 'dialect' | 'keep'> {
  readonly connection: ConnectionSource;
}

/** Something that the caller must change; its message says what. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `Plays Microsoft Entra ID against a SCIM endpoint, then compares everything that is stored there with what was sent.

Usage: npm run entra-cycle -- [options]

  --users N             users to create (default 200)
  --groups N            groups to create (default 5)
  --concurrency N       requests at the same time (default 4, at most 64)
  --dialect NAME        PATCH dialect: default, flag (?aadOptscim062020) or both (default both)
  --keep                leave the users and groups of the run in place
  --connection FILE     JSON with baseUrl and token (default: connection.json in DATA_DIR, or in .data)
  --base-url URL        the Base URL, https but for a service on this machine; together with
  --token-file FILE     a file that holds nothing but the token
  --help                this text

Examples:
  npm run entra-cycle
  npm run entra-cycle -- --users 1000 --groups 20 --concurrency 8
  npm run entra-cycle -- --dialect flag --base-url https://scim.example.com/scim/v2/Ac12345 --token-file ~/token

Exit code: 0 when everything is stored as sent, 1 when anything failed or differs, 2 for wrong arguments.`;

const OPTIONS = {
  users: { type: 'string', default: '200' },
  groups: { type: 'string', default: '5' },
  concurrency: { type: 'string', default: '4' },
  dialect: { type: 'string', default: 'both' },
  keep: { type: 'boolean', default: false },
  connection: { type: 'string' },
  'base-url': { type: 'string' },
  'token-file': { type: 'string' },
  token: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** @throws UsageError */
export function parseArguments(
  args: readonly string[],
  dataDirectory: string | undefined,
): CycleArguments | 'help' {
  const values = readOptions(args);
  if (values.help) return 'help';
  if (values.token !== undefined) {
    throw new UsageError(
      'A token on the command line can be read by others: write it to a file, use --token-file.',
    );
  }
  return {
    users: wholeNumber('--users', values.users, 1, 100_000),
    groups: wholeNumber('--groups', values.groups, 0, 1000),
    concurrency: wholeNumber('--concurrency', values.concurrency, 1, 64),
    dialect: dialectOf(values.dialect),
    keep: values.keep,
    connection: sourceOf(values, dataDirectory),
  };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}

function dialectOf(text: string): CycleArguments['dialect'] {
  if (text === 'default' || text === 'flag' || text === 'both') return text;
  throw new UsageError(`--dialect takes default, flag or both, not "${text}".`);
}

function sourceOf(
  values: ReturnType<typeof readOptions>,
  dataDirectory: string | undefined,
): ConnectionSource {
  const { connection, 'base-url': baseUrl, 'token-file': tokenFile } = values;
  if (connection !== undefined && (baseUrl !== undefined || tokenFile !== undefined)) {
    throw new UsageError('Give either --connection, or --base-url and --token-file.');
  }
  if (baseUrl !== undefined && tokenFile !== undefined) return { baseUrl, tokenFile };
  if (baseUrl !== undefined) throw new UsageError('--base-url needs --token-file, too.');
  if (tokenFile !== undefined) throw new UsageError('--token-file needs --base-url, too.');
  return connectionFile(connection, dataDirectory);
}

/** @param given what --connection names; the file of the data folder without it */
export function connectionFile(
  given: string | undefined,
  dataDirectory: string | undefined,
): ConnectionSource {
  const own = join(dataDirectory || '.data', 'connection.json');
  if (given === undefined) return { file: own };
  return resolve(given) === resolve(own) ? { file: given } : { file: given, elsewhere: true };
}
