/** Where the Base URL and the token come from: options of a command line, and the files that they name. */

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { isObject, parseJson } from '../../shared/scim/json.ts';
import { misused, reasonOf } from '../../terminal/command-error.ts';
import { type Connection, clearTextRefusal, requireToken } from '../../terminal/token.ts';

export interface ConnectionOptions {
  /** JSON file with `baseUrl` and `token`. */
  readonly connection?: string;
  readonly baseUrl?: string;
  /** `-` is standard input. A token is never an argument, which other processes can read. */
  readonly tokenFile?: string;
}

/** @param file what `--connection` names, and what is read without it */
export const withConnection = (command: Command, file = 'JSON with baseUrl and token'): Command =>
  command
    .option('--connection <file>', file)
    .option(
      '--base-url <url>',
      'the Base URL (Tenant URL in Entra), https unless the service is on this machine; needs --token-file',
    )
    .option('--token-file <file>', 'a file that holds nothing but the token; - for standard input');

export type ConnectionSource =
  /** `elsewhere`: given by its name, and not where `npm start` writes it. */
  | { readonly file: string; readonly elsewhere?: true }
  | { readonly baseUrl: string; readonly tokenFile: string };

/**
 * @param dataDirectory where `npm start` writes a connection file; its default when undefined
 * @returns undefined when no option names a connection; @throws CommandError
 */
export function sourceOf(
  { connection, baseUrl, tokenFile }: ConnectionOptions,
  dataDirectory: string | undefined,
): ConnectionSource | undefined {
  if (connection !== undefined && (baseUrl !== undefined || tokenFile !== undefined)) throw misused(EITHER);
  if (baseUrl !== undefined && tokenFile !== undefined) return { baseUrl, tokenFile };
  if (baseUrl !== undefined) throw misused(`${EITHER} --base-url needs --token-file, too.`);
  if (tokenFile !== undefined) throw misused(`${EITHER} --token-file needs --base-url, too.`);
  if (connection === undefined) return undefined;
  const isOwn = resolve(connection) === resolve(ownFile(dataDirectory).file);
  return isOwn ? { file: connection } : { file: connection, elsewhere: true };
}

export const EITHER = 'Give either --connection, or --base-url and --token-file.';

export const ownFile = (dataDirectory: string | undefined) => ({
  file: join(dataDirectory || '.data', 'connection.json'),
});

/** What is wrong with a file is said without showing the token. @throws CommandError */
export function readConnection(source: ConnectionSource): Connection {
  if ('file' in source) {
    return fromFile(source.file, source.elsewhere ? unreadable('--connection') : NOT_STARTED);
  }
  const token = textOfSource(source.tokenFile, unreadable('--token-file')).trim();
  return checked(source.baseUrl, token, '--base-url', source.tokenFile);
}

const NOT_STARTED = 'Start the endpoint first (npm start), or give --base-url and --token-file';
const unreadable = (option: string): string => `${option} names a file that cannot be read`;

function fromFile(file: string, advice: string): Connection {
  const text = textOfSource(file, advice);
  const { baseUrl, token } = jsonObjectOf(file, text);
  if (typeof baseUrl !== 'string' || typeof token !== 'string') {
    throw misused(`${file} must hold the texts "baseUrl" and "token".`);
  }
  return checked(baseUrl, token, `"baseUrl" of ${file}`, file);
}

/** `-` is standard input. */
function textOfSource(file: string, advice: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw misused(`${advice}: ${file} (${reasonOf(error)}).`);
  }
}

function jsonObjectOf(file: string, text: string) {
  try {
    const json = parseJson(text);
    return isObject(json) ? json : {};
  } catch {
    throw misused(`${file} is not JSON.`);
  }
}

function checked(baseUrl: string, token: string, where: string, file: string): Connection {
  const url = URL.parse(baseUrl);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw misused(`${where} must be an http or https address, not "${baseUrl}".`);
  }
  requireToken(token, file);
  const refusal = clearTextRefusal(url, where);
  if (refusal !== undefined) throw misused(refusal);
  return { baseUrl, token };
}
