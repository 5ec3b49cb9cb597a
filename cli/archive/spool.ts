/** Standard input as a file: it is read twice, and may be larger than memory. For its owner only, and gone afterwards. */

import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

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
