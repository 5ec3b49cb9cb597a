/** Lines of a file or of standard input; empty ones do not count as records. */

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { misused, reasonOf } from '../command-error.ts';
import { decodePieces } from '../decode-text.ts';
import type { Line } from './archive-line.ts';

/** @throws CommandError when the file cannot be read */
export async function* fileLines(file: string): AsyncGenerator<Line> {
  const text = decodePieces(piecesOf(file), file);
  const input = Readable.from(text);
  try {
    yield* numbered(createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }));
  } finally {
    input.destroy();
  }
}

async function* piecesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file);
  } catch (error) {
    throw misused(`<file> names a file that cannot be read: ${file} (${reasonOf(error)}).`);
  }
}

export async function* textLines(text: string): AsyncGenerator<Line> {
  yield* numbered(text.split(/\r?\n/));
}

async function* numbered(lines: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Line> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() !== '') yield { number, text };
  }
}
