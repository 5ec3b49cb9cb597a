/**
 * What a client on this machine needs to connect: connection.json for programs, curl.conf for curl. Both hold the
 * token, so only their owner may read them; a reader never finds half of one.
 */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Connection {
  readonly baseUrl: string;
  readonly token: string;
}

export interface ConnectionFiles {
  readonly connection: string;
  readonly curl: string;
}

export const connectionFiles = (dataDir: string): ConnectionFiles => ({
  connection: join(dataDir, 'connection.json'),
  curl: join(dataDir, 'curl.conf'),
});

/** @returns undefined when there is none; throws when the file is not one of ours. */
export function readConnection(dataDir: string): Connection | undefined {
  const { connection: file } = connectionFiles(dataDir);
  const text = readIfPresent(file);
  if (text === undefined) return undefined;
  const { baseUrl, token }: Partial<Connection> = JSON.parse(text);
  if (typeof baseUrl !== 'string' || typeof token !== 'string')
    throw new Error(`${file} holds no connection.`);
  return { baseUrl, token };
}

export function writeConnection(dataDir: string, { baseUrl, token }: Connection): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const files = connectionFiles(dataDir);
  writeWhole(files.curl, `header = ${quoted(`Authorization: Bearer ${token}`)}\n`);
  writeWhole(files.connection, `${JSON.stringify({ baseUrl, token }, null, 2)}\n`);
}

function readIfPresent(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function writeWhole(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file);
}

/** As curl reads a quoted parameter in a configuration file. */
const quoted = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
