/** What a newcomer reads when the endpoint is up: its Base URL, where the token is, and a line to paste. */

import { isAbsolute, relative, sep } from 'node:path';
import { type Connection, connectionFiles } from './connection.ts';

/** `from`: the directory of the shell the lines will be pasted into. */
export function announcement({ baseUrl }: Connection, dataDir: string, from: string): string {
  const { connection, curl } = connectionFiles(dataDir);
  const path = (file: string) => shellWord(shortest(file, from));
  return [
    `Base URL     ${baseUrl}`,
    `Token        in ${path(connection)}`,
    `Try          curl -K ${path(curl)} '${baseUrl}/Users?count=1'`,
  ].join('\n');
}

function shortest(file: string, from: string): string {
  const path = relative(from, file);
  return isAbsolute(path) || path.startsWith(`..${sep}`) ? file : path;
}

/** As a POSIX shell reads it back. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
