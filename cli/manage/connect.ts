/** Whom a command speaks to: the service at --url, or without it the store of this machine. */

import type { Command } from 'commander';
import { misused, reasonOf } from '../../terminal/command-error.ts';
import { wholeNumber } from '../../terminal/options.ts';
import type { Terminal } from '../../terminal/program.ts';
import { readText } from '../../terminal/text-file.ts';
import { clearTextRefusal, requireToken } from '../../terminal/token.ts';
import { type ManageClient, manageClient, type SendCall, Unanswered } from './manage-client.ts';

export interface ApiOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly dataDir?: string;
  readonly timeout?: number;
  readonly json?: boolean;
}

export const withApi = (command: Command): Command =>
  command
    .option(
      '--url <url>',
      'address of the service, such as https://scim.example.com (default: the store of this machine)',
    )
    .option(
      '--token-file <file>',
      'with --url: file that holds the manage key or an access token; - is standard input',
    )
    .option('--timeout <seconds>', 'with --url: how long to wait for an answer (default: 60)', wholeNumber)
    .option('--data-dir <folder>', 'without --url: the data folder (default: DATA_DIR, or .data)')
    .option('--json', 'print what the manage API answered, for scripts');

/** @throws CommandError */
export async function connect(options: ApiOptions, terminal: Terminal): Promise<ManageClient> {
  const { url, tokenFile, dataDir, timeout = 60 } = options;
  if (url === undefined) {
    if (tokenFile !== undefined) throw misused('--token-file needs --url, too.');
    const { localManage } = await import('./local-manage.ts');
    return localManage({ ...terminal.environment, ...(dataDir === undefined ? {} : { DATA_DIR: dataDir }) });
  }
  if (dataDir !== undefined) throw misused('Give either --url or --data-dir.');
  if (tokenFile === undefined) {
    throw misused(
      '--url needs --token-file, too: a file with the manage key or an access token, or - for standard input.',
    );
  }
  const origin = originOf(url);
  return manageClient(origin, sendTo(origin, await readToken(tokenFile, terminal), timeout));
}

function originOf(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw misused(`--url must be an address such as https://scim.example.com, not ${JSON.stringify(text)}.`);
  }
  if (url.username || url.password) throw misused('--url must not hold a password: others can read it.');
  const refusal = clearTextRefusal(url, '--url');
  if (refusal !== undefined) throw misused(refusal);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(/\/manage\/v1$/, '');
}

async function readToken(file: string, { readInput }: Terminal): Promise<string> {
  const token = (file === '-' ? await readInput() : await readText(file, '--token-file')).trim();
  const where = file === '-' ? 'Standard input' : file;
  if (token.startsWith('{') && token.includes('baseUrl')) {
    throw misused(
      `${where} is a connection file, and its SCIM token opens nothing here: give the manage key or an access token.`,
    );
  }
  requireToken(token, where);
  if (token.startsWith('kfs_')) {
    throw misused(
      `${where} holds a SCIM token, which opens nothing here: give the manage key or an access token.`,
    );
  }
  return token;
}

/** Standard input is read once. @throws CommandError when a command wants both its file and its token from there */
export function requireOneInput(file: string, { tokenFile }: ApiOptions): void {
  if (file === '-' && tokenFile === '-') {
    throw misused('Standard input cannot be both: give a file for one.');
  }
}

const sendTo =
  (origin: string, token: string, seconds: number): SendCall =>
  async (request) => {
    request.headers.set('authorization', `Bearer ${token}`);
    const signal = AbortSignal.timeout(seconds * 1000);
    try {
      const response = await fetch(request, { signal });
      // To its end: a body that stalls half way is not an answer.
      return new Response((await response.text()) || null, response);
    } catch (error) {
      const reason = signal.aborted ? `none within ${seconds} seconds` : reasonOf(error);
      throw new Unanswered(
        `No answer from ${origin} (${reason}): check --url, and whether the service runs.`,
      );
    }
  };
