/** Files that hold a secret: readable by their owner only, and replaced as a whole. */

import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/** A file that is as it should be is left alone: a disk may be full, or read-only. */
export function replaceSecretFile(file: string, text: string): void {
  if (isThere(file, text)) return;
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    rmSync(temporary, { force: true });
    writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

const isThere = (file: string, text: string): boolean =>
  existsSync(file) && readSecretFile(file) === text && !othersMayUse(file);

/** Throws Node's own error; it names the file, also where Node leaves that out (EISDIR). */
export function readSecretFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw Object.assign(Object(error), { path: file });
  }
}

export const othersMayUse = (file: string): boolean => (statSync(file).mode & 0o077) !== 0;
