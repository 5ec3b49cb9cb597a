/** Text as operating systems save it: Windows PowerShell's `>` writes UTF-16, and says so by a byte order mark. */

import { readFile } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import { misused, reasonOf } from './command-error.ts';

/** @throws CommandError naming the option or argument that gave the file */
export async function readText(file: string, given: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw misused(`${given} names a file that cannot be read: ${file} (${reasonOf(error)}).`);
  });
  return decodeText(bytes, file);
}

/** @param where the file, or what else is read; @throws CommandError for bytes in another encoding */
export function decodeText(bytes: Uint8Array, where: string): string {
  return decode(where, () => decoderOf(bytes).decode(bytes));
}

/** The same of a long file, piece by piece. */
export async function* decodePieces(
  pieces: AsyncIterable<Uint8Array>,
  where: string,
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const piece of pieces) {
    decoder ??= decoderOf(piece);
    const chosen = decoder;
    yield decode(where, () => chosen.decode(piece, { stream: true }));
  }
  yield decode(where, () => decoder?.decode() ?? '');
}

/** Fatal: a name with a replacement character would be stored as if it had been meant. */
const decoderOf = (bytes: Uint8Array): TextDecoder => new TextDecoder(encodingOf(bytes), { fatal: true });

function decode(where: string, run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (reasonOf(error) !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    throw misused(`${where} holds neither UTF-8 nor UTF-16 text: save it as UTF-8.`);
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
