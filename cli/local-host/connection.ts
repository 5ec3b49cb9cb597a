/**
 * What a client on this machine needs to connect: connection.json for programs, curl.conf for curl. Both hold the
 * token, so only their owner may read them; a reader never finds half of one.
 */

import { existsSync, mkdirSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import type { Connection } from '../../terminal/token.ts';
import { readSecretFile, replaceSecretFile } from './secret-file.ts';

interface ConnectionFiles {
  readonly connection: string;
  readonly curl: string;
}

const connectionFiles = (dataDir: string): ConnectionFiles => ({
  connection: join(dataDir, 'connection.json'),
  curl: join(dataDir, 'curl.conf'),
});

/** @returns undefined when there is none; throws when the file was not written by `writeConnection`. */
export function readOwnConnection(dataDir: string): Connection | undefined {
  const { connection: file } = connectionFiles(dataDir);
  if (!existsSync(file)) return undefined;
  const { baseUrl, token }: Partial<Connection> = Object(jsonOrUndefined(readSecretFile(file)));
  if (typeof baseUrl === 'string' && typeof token === 'string') return { baseUrl, token };
  throw new Error(`${file} holds no connection: delete it, and the next start issues a new token`);
}

export function writeConnection(dataDir: string, { baseUrl, token }: Connection): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const files = connectionFiles(dataDir);
  replaceSecretFile(files.curl, `header = ${curlQuoted(`Authorization: Bearer ${token}`)}\n`);
  replaceSecretFile(files.connection, `${JSON.stringify({ baseUrl, token }, null, 2)}\n`);
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** As curl reads a quoted parameter in a configuration file. */
const curlQuoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/**
 * What a newcomer reads when the endpoint is up: its Base URL, where the token is, and a line to paste.
 * @param from the directory of the shell that the lines will be pasted into
 */
export function announcement({ baseUrl }: Connection, dataDir: string, from: string): string {
  const { connection, curl } = connectionFiles(dataDir);
  return [
    `Base URL  ${baseUrl}`,
    `Token     in ${shortest(connection, from)}`,
    `Try       curl -K ${shellWord(shortest(curl, from))} ${shellQuoted(`${baseUrl}/Users?count=1`)}`,
  ].join('\n');
}

function shortest(file: string, from: string): string {
  const path = relative(from, file);
  if (isAbsolute(path) || path.startsWith('..')) return file;
  return path.startsWith('-') ? `./${path}` : path;
}

/** As a POSIX shell reads it back. */
const shellWord = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : shellQuoted(text));
const shellQuoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
