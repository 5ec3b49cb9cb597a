/** The key of the manage API on this machine: made once, readable by its owner only. */

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isManageKey, newManageKey } from '../../shared/manage/callers/key-callers.ts';

/** A key that is there stays; a reader never finds half of one. Throws an Error that says what to do about the file. */
export function ensureManageKey(file: string): void {
  if (existsSync(file)) {
    checkManageKey(file);
    return;
  }
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  writeFileSync(temporary, `${newManageKey()}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(temporary, file);
}

/** A copy may have lost its end, or its mode. */
function checkManageKey(file: string): void {
  if (!isManageKey(readFileSync(file, 'utf8').trim())) {
    throw new Error(`${file} holds no manage key: delete it, and the next start makes a new one`);
  }
  const othersMayRead = (statSync(file).mode & 0o077) !== 0;
  if (othersMayRead) chmodSync(file, 0o600);
}
