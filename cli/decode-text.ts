/** Text as people's systems save it: Windows PowerShell's `>` writes UTF-16, and says so by a byte order mark. */

import { misused } from './command-error.ts';

/** @param where the file, or what else is read; @throws CommandError for bytes that are no such text */
export function decodeText(bytes: Uint8Array, where: string): string {
  try {
    // Fatal: a name with a replacement character would be stored as if it had been meant.
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw misused(`${where} holds neither UTF-8 nor UTF-16 text: save it as UTF-8.`);
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
