/**
 * Lines of a file; empty ones do not count as records. Only a line feed ends a line: values hold characters that other
 * readers take for line ends (U+2028, U+2029).
 */

import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { misused, reasonOf, refused } from '../../terminal/command-error.ts';
import { decodePieces } from '../../terminal/text-file.ts';
import type { Line } from './archive-line.ts';

/** Characters after which a line is none of an export's: nothing longer is held in memory. */
const MAX_PENDING = 4_000_000;

/** @param name of the file, as errors call it; @throws CommandError when the file cannot be read */
export async function* fileLines(file: string, name = file): AsyncGenerator<Line> {
  let number = 0;
  for await (const text of split(decodePieces(piecesOf(file), name), name)) {
    number += 1;
    if (text.trim() !== '') yield { number, text };
  }
}

async function* split(pieces: AsyncIterable<string>, name: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_PENDING)
      throw refused(`${name} has a line that is too long: this is another file.`);
    yield* lines;
  }
  yield rest;
}

async function* piecesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    throw misused(`<file> names a file that cannot be read: ${file} (${reasonOf(error)}).`);
  }
}

/** Standard input as a file: it is read twice, and may be larger than memory. For its owner only, and gone afterwards. */
export async function spooled<Result>(
  pieces: AsyncIterable<Uint8Array>,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'kissflow-scim-'));
  const file = join(folder, 'input');
  try {
    await pipeline(pieces, createWriteStream(file, { mode: 0o600 }));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
