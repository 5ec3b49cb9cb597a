/** The key of the manage API on this machine: made once, readable by its owner only. */

import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { newManageKey } from '../../shared/manage/callers/key-callers.ts';

/** A key that is there stays; a reader never finds half of one. */
export function ensureManageKey(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${newManageKey()}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file);
}
