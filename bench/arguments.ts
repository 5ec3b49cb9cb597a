/** The command line of `npm run bench`. */

import { parseArgs } from 'node:util';
import { UsageError } from '../entra/cycle/arguments.ts';

export interface BenchArguments {
  /** How many users each measured account has, ascending. */
  readonly users: readonly number[];
  /** Sizes of the groups whose members change, ascending; they stand in the account with the most users. */
  readonly members: readonly number[];
  /** For which each server is measured with each kind of request. */
  readonly seconds: number;
  /** Where the service leaves a CPU profile of itself. */
  readonly profiles: string | undefined;
}

export const HELP = `Measures the endpoint on the embedded store: over HTTP, on a built bundle, in a process of its own.

Usage: npm run bench -- [options]

  --users N,…       users of the accounts to measure (default 1000,100000; at least 100)
  --members N,…     sizes of the groups whose members change (default 10,10000,100000)
  --seconds N       how long each server is sent each kind of request (default 3)
  --cpu-prof DIR    let the service write CPU profiles into DIR
  --help            this text

Examples:
  npm run bench
  npm run bench -- --users 1000 --members 10,1000 --seconds 1

Exit code: 0 when every request succeeded, 1 when one failed, 2 for wrong arguments.`;

const OPTIONS = {
  users: { type: 'string', default: '1000,100000' },
  members: { type: 'string' },
  seconds: { type: 'string', default: '3' },
  'cpu-prof': { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const MOST = 1_000_000;

/** @throws UsageError */
export function parseArguments(args: readonly string[]): BenchArguments | 'help' {
  const values = readOptions(args);
  if (values.help) return 'help';
  const users = sizes('--users', values.users, 100);
  return {
    users,
    members: memberSizes(values.members, Math.max(...users)),
    seconds: seconds(values.seconds),
    profiles: values['cpu-prof'],
  };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The sizes of the default that `users` suffice for, unless sizes are given. */
function memberSizes(text: string | undefined, users: number): number[] {
  if (text === undefined) return [10, 10_000, 100_000].filter((size) => size <= users);
  const given = sizes('--members', text, 1);
  if (Math.max(...given) <= users) return given;
  throw new UsageError(`--members ${Math.max(...given)} needs as many --users; there are ${users}.`);
}

function sizes(name: string, text: string, least: number): number[] {
  const given = text.split(',').map((part) => (/^\d{1,9}$/.test(part) ? Number(part) : Number.NaN));
  if (given.every((size) => size >= least && size <= MOST)) return [...new Set(given)].sort((a, b) => a - b);
  throw new UsageError(`${name} takes whole numbers from ${least} to ${MOST} with commas, not "${text}".`);
}

function seconds(text: string): number {
  const value = /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 0.1) return value;
  throw new UsageError(`--seconds takes a number from 0.1 to 999, not "${text}".`);
}
