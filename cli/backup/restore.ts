/**
 * A backup becomes a data folder. All is done beside the folder and checked there; the folder itself is only renamed, so
 * that a restore that is cut off leaves the old one whole, or the new one complete.
 */

import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { keyVersion } from '../../shared/storage/rekey/rekey.ts';
import {
  flawOf,
  hasEnclosed,
  isInUse,
  snapshotOf,
  takeEnclosed,
} from '../../shared/storage/sqlite/sqlite-copy.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { misused, reasonOf, refused } from '../../terminal/command-error.ts';
import type { Progress } from '../../terminal/progress.ts';
import { synced } from '../../terminal/whole-file.ts';
import { finishRestore, restoredBeside, SMALL_FILES } from '../local-host/data-folder.ts';

interface RestoreOptions {
  /** Where files are, they are kept aside. */
  readonly replace: boolean;
  readonly now: Date;
}

/** @returns where the old folder is kept, if there was one; @throws CommandError, StoreUnavailable */
export async function restore(
  file: string,
  folder: string,
  { replace, now }: RestoreOptions,
  progress: Progress,
): Promise<string | undefined> {
  requireBackup(file);
  finishRestore(folder);
  requireReplaceable(folder, replace);
  const [unfinished, restored] = [`${folder}.restoring`, restoredBeside(folder)];
  // Of a restore that was cut off: nothing but copies.
  for (const left of [unfinished, restored]) rmSync(left, { recursive: true, force: true });
  try {
    attempt(folder, () => mkdirSync(unfinished, { recursive: true, mode: 0o700 }));
    await unpack(file, unfinished, progress);
    await check(unfinished, progress);
    requireStopped(folder);
    return attempt(folder, () => {
      for (const name of readdirSync(unfinished)) synced(join(unfinished, name));
      renameSync(unfinished, restored);
      const kept = setAside(folder, now);
      renameSync(restored, folder);
      return kept;
    });
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
    if (existsSync(folder)) rmSync(restored, { recursive: true, force: true });
  }
}

function requireBackup(file: string): void {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile()) throw misused(`There is no file ${file}.`);
  if (!isBackup(file)) {
    throw refused(
      `${file} is no backup, or is damaged: give a file that kissflow-scim backup wrote. Nothing was changed.`,
    );
  }
}

function isBackup(file: string): boolean {
  try {
    return hasEnclosed(file);
  } catch {
    return false;
  }
}

function requireReplaceable(folder: string, replace: boolean): void {
  if (!hasFiles(folder)) return;
  requireStopped(folder);
  if (replace) return;
  throw refused(
    `${folder} is not empty: restore into another folder with --data-dir, or add --replace: the folder is then kept under another name.`,
  );
}

const hasFiles = (folder: string): boolean => existsSync(folder) && readdirSync(folder).length > 0;

function requireStopped(folder: string): void {
  const databases = ['scim.db', 'secrets.db']
    .map((name) => join(folder, name))
    .filter((one) => existsSync(one));
  if (!databases.some(isInUse)) return;
  throw refused(`A service or a command uses ${folder}: stop it, and restore then. Nothing was changed.`);
}

async function unpack(file: string, folder: string, progress: Progress): Promise<void> {
  const target = join(folder, 'scim.db');
  writeFileSync(target, '', { mode: 0o600 });
  const snapshot = snapshotOf(file);
  progress.start('restore', snapshot.pages, 'pages');
  try {
    await snapshot.copyTo(target, progress.step);
  } finally {
    snapshot.close();
    progress.stop();
  }
  const enclosed = takeEnclosed(target);
  for (const name of ['secrets.db', ...SMALL_FILES]) {
    const bytes = enclosed[name];
    if (bytes) writeFileSync(join(folder, name), bytes, { mode: 0o600, flag: 'wx' });
  }
}

/** By the same code that opens the folder when the service starts; tables of an earlier version are brought up to date. */
async function check(folder: string, progress: Progress): Promise<void> {
  const databases = ['scim.db', 'secrets.db'].filter((name) => existsSync(join(folder, name)));
  progress.start('check', databases.length, 'databases');
  try {
    for (const name of databases) {
      const flaw = flawOf(join(folder, name));
      if (flaw)
        throw refused(
          `The backup is damaged (${name}: ${flaw}): restore an earlier one. Nothing was changed.`,
        );
      progress.step();
    }
    const accounts = openSqlite(join(folder, 'scim.db'), 'accounts');
    await keyVersion(accounts).finally(accounts.close);
    if (databases.includes('secrets.db')) openSqlite(join(folder, 'secrets.db'), 'secrets').close();
  } catch (error) {
    // Data of a later version: the message says what to do.
    throw error instanceof Error && error.constructor === Error
      ? refused(`${error.message}. Nothing was changed.`)
      : error;
  } finally {
    progress.stop();
  }
}

function setAside(folder: string, now: Date): string | undefined {
  if (!existsSync(folder)) return undefined;
  if (!hasFiles(folder)) return void rmdirSync(folder);
  const kept = `${folder}.before-${now.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  renameSync(folder, kept);
  return kept;
}

function attempt<Result>(folder: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw refused(
      `${folder} cannot be put in place (${reasonOf(error)}): a restore renames folders beside it. The root of a disk or of a container's volume cannot be renamed: use a folder in it with --data-dir.`,
    );
  }
}
