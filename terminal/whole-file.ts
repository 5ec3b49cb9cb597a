/** `--out`: a file that is there whole or not at all, for its owner only: it holds a token, or people's data. */

import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { misused, reasonOf, refused } from './command-error.ts';

/** Where a file is to go. */
export interface Place {
  readonly file: string;
  /** Replaces what is there. */
  readonly force: boolean;
  /** What the command line calls it, when that is not an option `--out`. */
  readonly calledAs?: string;
}

/** Before work is done whose result would have no place. @throws CommandError */
export function requireRoom({ file, force, calledAs = '--out' }: Place): void {
  // A script's variable that was never set must not make a token that has no place.
  if (file === '' || file.endsWith('/')) throw misused(`${calledAs} needs the name of a file.`);
  const folder = dirname(file);
  if (!kindOf(folder, calledAs)) throw misused(`${calledAs} names a folder that is not there: ${folder}`);
  const there = kindOf(file, calledAs);
  if (there === 'folder') throw misused(`${calledAs} names a folder: ${file}`);
  if (there && !force) throw refused(taken(file));
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw misused(`${calledAs} names a folder that cannot be written: ${folder} (${reasonOf(error)})`);
  }
}

function kindOf(path: string, calledAs: string): 'folder' | 'other' | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats && (stats.isDirectory() ? 'folder' : 'other');
  } catch (error) {
    throw misused(`${calledAs} names a place that cannot be had: ${path} (${reasonOf(error)})`);
  }
}

type Append = (text: string) => void;

/** @param fill the file is there when this is done, and not when it throws; @throws CommandError, and what `fill` throws */
export async function writeWhole<Result>(
  place: Place,
  fill: (append: Append) => Result | Promise<Result>,
): Promise<Result> {
  const { file } = place;
  return beside(place, async (temporary) => {
    const opened = attempt(file, () => openSync(temporary, 'wx', 0o600));
    const result = await filled(opened, file, fill);
    put(place, temporary);
    return result;
  });
}

/**
 * The same for what a program writes that wants a path.
 * @param make writes the file at this path; others that it leaves beside it are removed
 */
export function makeWhole<Result>(place: Place, make: (path: string) => Promise<Result>): Promise<Result> {
  const { file } = place;
  return beside(place, async (temporary) => {
    attempt(file, () => mkdirSync(temporary, { mode: 0o700 }));
    const path = join(temporary, basename(file));
    attempt(file, () => closeSync(openSync(path, 'wx', 0o600)));
    const result = await make(path);
    attempt(file, () => synced(path));
    put(place, path);
    return result;
  });
}

/** @param work is given a name beside the file; what is there when it ends, is removed */
async function beside<Result>(
  { file }: Place,
  work: (temporary: string) => Promise<Result>,
): Promise<Result> {
  const temporary = `${file}.${process.pid}.tmp`;
  const interrupted = () => {
    discard(temporary);
    process.exit(130);
  };
  process.once('SIGINT', interrupted);
  try {
    return await work(temporary);
  } finally {
    process.off('SIGINT', interrupted);
    discard(temporary);
  }
}

const put = ({ file, force }: Place, temporary: string): void =>
  attempt(file, () => (force ? renameSync : putNew)(temporary, file));

/** A file that has its name is on the disk, too. */
export function synced(path: string): void {
  const opened = openSync(path, 'r+');
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Unlike a rename, a link never replaces a file that another process has put there meanwhile; not every file system has links. */
function putNew(temporary: string, file: string): void {
  try {
    linkSync(temporary, file);
  } catch (error) {
    if (reasonOf(error) === 'EEXIST' || kindOf(file, file)) throw error;
    renameSync(temporary, file);
  }
}

async function filled<Result>(
  opened: number,
  file: string,
  fill: (append: Append) => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await fill((text) => attempt(file, () => writeAll(opened, Buffer.from(text))));
  } finally {
    closeSync(opened);
  }
}

function writeAll(opened: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(opened, bytes, written);
}

function attempt<Result>(file: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    const code = reasonOf(error);
    throw refused(code === 'EEXIST' ? taken(file) : `${file} cannot be written (${code}).`);
  }
}

/** Best effort: what goes wrong here must not hide what went wrong before. */
function discard(temporary: string): void {
  try {
    rmSync(temporary, { force: true, recursive: true });
  } catch {
    // A name that cannot be removed could not be written either.
  }
}

const taken = (file: string): string =>
  `${file} is there already, and may be in use: choose another file, or replace it with --force.`;
