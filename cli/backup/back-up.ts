/**
 * A backup of the data folder: one file, of one moment, made while the service runs. It is a copy of `scim.db` with the
 * other files of the folder inside, so that any SQLite can check and read it (docs/decisions/0036-backups-of-the-data-folder.md).
 */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  enclose,
  flawOf,
  type Snapshot,
  snapshotOf,
  withoutDeleted,
} from '../../shared/storage/sqlite/sqlite-copy.ts';
import { refused } from '../../terminal/command-error.ts';
import type { Progress } from '../../terminal/progress.ts';
import { makeWhole, type Place, requireRoom } from '../../terminal/whole-file.ts';
import { SMALL_FILES } from '../local-host/data-folder.ts';

/** @returns what is in the backup, by the names in the folder; @throws CommandError, StoreUnavailable */
export async function backUp(folder: string, place: Place, progress: Progress): Promise<readonly string[]> {
  if (!existsSync(join(folder, 'scim.db'))) {
    throw refused(`There is no store in ${folder}: name the folder of the service with --data-dir.`);
  }
  requireRoom(place);
  return makeWhole(place, (path) => copied(folder, path, progress));
}

async function copied(folder: string, path: string, progress: Progress): Promise<readonly string[]> {
  const databases = snapshotsOf(folder);
  const secrets = join(dirname(path), 'copy-of-secrets.db');
  const pages = [...databases.values()].reduce((sum, snapshot) => sum + snapshot.pages, 0);
  progress.start('backup', pages, 'pages');
  try {
    for (const [name, snapshot] of databases) {
      await snapshot.copyTo(name === 'scim.db' ? path : secrets, progress.step);
    }
    for (const copy of databases.has('secrets.db') ? [path, secrets] : [path]) {
      requireSound(copy, folder);
      withoutDeleted(copy);
    }
    const small = SMALL_FILES.filter((name) => existsSync(join(folder, name)));
    const enclosed = Object.fromEntries(small.map((name) => [name, readFileSync(join(folder, name))]));
    enclose(
      path,
      databases.has('secrets.db') ? { 'secrets.db': readFileSync(secrets), ...enclosed } : enclosed,
    );
    return [...databases.keys(), ...small];
  } finally {
    for (const snapshot of databases.values()) snapshot.close();
    progress.stop();
  }
}

/** A backup that cannot be restored must not take the place of an earlier one. */
function requireSound(copy: string, folder: string): void {
  const flaw = flawOf(copy);
  if (flaw === undefined) return;
  throw refused(
    `A database in ${folder} is damaged (${flaw}), and no backup was written: keep the earlier ones, and see The data folder in docs/operations.md.`,
  );
}

/**
 * Tokens first: a token that is in the backup has its revocation there as well, which `scim.db` holds, if it was revoked
 * before. One that is issued in between is not in the backup, and opens nothing.
 */
function snapshotsOf(folder: string): ReadonlyMap<string, Snapshot> {
  const snapshots = new Map<string, Snapshot>();
  for (const name of ['secrets.db', 'scim.db']) {
    const file = join(folder, name);
    // With a vault there are no secrets in the folder.
    if (existsSync(file)) snapshots.set(name, snapshotOf(file));
  }
  return snapshots;
}
