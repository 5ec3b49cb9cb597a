/** `--out`: the file with Base URL and token that is handed to whoever sets up provisioning. */

import { linkSync, lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { misused, reasonOf, refused } from './command-error.ts';

/** Before a token is made that would have no place. @throws CommandError */
export function requireRoom(file: string, force: boolean): void {
  const folder = dirname(file);
  if (!kindOf(folder)) throw misused(`--out names a folder that is not there: ${folder}`);
  const there = kindOf(file);
  if (there === 'folder') throw misused(`--out names a folder: ${file}`);
  if (there && !force) throw refused(taken(file));
}

function kindOf(path: string): 'folder' | 'other' | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats && (stats.isDirectory() ? 'folder' : 'other');
  } catch (error) {
    throw misused(`--out names a place that cannot be had: ${path} (${reasonOf(error)})`);
  }
}

/** Whole or not at all, and for its owner only. @throws CommandError */
export function writeConnectionFile(file: string, content: object, force: boolean): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    if (force) renameSync(temporary, file);
    // Unlike a rename, a link never replaces what somebody else has put there meanwhile.
    else linkSync(temporary, file);
  } catch (error) {
    const code = reasonOf(error);
    throw refused(code === 'EEXIST' ? taken(file) : `${file} cannot be written (${code}).`);
  } finally {
    discard(temporary);
  }
}

/** Best effort: what goes wrong here must not hide what went wrong before. */
function discard(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch {
    // A name that cannot be removed could not be written either.
  }
}

const taken = (file: string): string =>
  `${file} is there already, maybe with a token that is in use: choose another file, or replace it with --force.`;
