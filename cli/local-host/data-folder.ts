/** The folder with the data of a service on this machine: others on it may use nothing of what is in there. */

import { chmodSync, existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { othersMayUse } from './secret-file.ts';

/** Files of the service: databases with all that SQLite keeps beside them, and those that `npm start` writes. */
const OWN = /^((scim|secrets)\.db|connection\.json$|curl\.conf$|manage\.key$)/;

/** Beside the databases; a start makes what is missing of them. */
export const SMALL_FILES: readonly string[] = ['connection.json', 'curl.conf', 'manage.key'];

/** Where a restored folder is complete, until it is put in its place. */
export const restoredBeside = (folder: string): string => `${folder}.restored`;

/** A restore that was cut off between taking the old folder away and putting the new one there. @returns whether it was */
export function finishRestore(folder: string): boolean {
  const restored = restoredBeside(folder);
  if (existsSync(folder) || !existsSync(restored)) return false;
  renameSync(restored, folder);
  return true;
}

/**
 * Mends the modes of the files, and of the folder when nothing else is in it. On Windows there are no modes.
 * @returns what has to be mended by hand, as sentences
 */
export function closeToOthers(folder: string): string[] {
  if (process.platform === 'win32' || !existsSync(folder)) return [];
  const names = readdirSync(folder);
  const own = names.filter((name) => OWN.test(name));
  const files = own.flatMap((name) => mended(join(folder, name), 0o600));
  return [...files, ...(own.length === names.length ? mended(folder, 0o700) : sharedFolder(folder))];
}

function mended(path: string, mode: number): string[] {
  if (!othersMayUse(path)) return [];
  try {
    chmodSync(path, mode);
  } catch {
    // Another owner, or a disk that is read-only or has no modes.
  }
  return othersMayUse(path)
    ? [
        `Others on this machine may use ${path}, and its mode cannot be changed here: change it to ${mode.toString(8)}.`,
      ]
    : [];
}

/** Somebody else's files are there, too: their folder stays as it is. */
const sharedFolder = (folder: string): string[] =>
  (statSync(folder).mode & OTHERS_WRITE) !== 0
    ? [`Others on this machine may replace the files in ${folder}: keep the data in a folder of its own.`]
    : [];

const OTHERS_WRITE = 0o022;
