/** What a newcomer reads when the endpoint is up: its Base URL, where the token is, and a line to paste. */

import { isAbsolute, relative } from 'node:path';
import { type Connection, connectionFiles } from './connection.ts';

/** `from`: the directory of the shell the lines will be pasted into. */
export function announcement({ baseUrl }: Connection, dataDir: string, from: string): string {
  const { connection, curl } = connectionFiles(dataDir);
  return [
    `Base URL  ${baseUrl}`,
    `Token     in ${shortest(connection, from)}`,
    `Try       curl -K ${shellWord(shortest(curl, from))} ${quoted(`${baseUrl}/Users?count=1`)}`,
  ].join('\n');
}

function shortest(file: string, from: string): string {
  const path = relative(from, file);
  if (isAbsolute(path) || path.startsWith('..')) return file;
  return path.startsWith('-') ? `./${path}` : path;
}

/** As a POSIX shell reads it back. */
const shellWord = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : quoted(text));
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
