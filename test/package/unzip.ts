/** Reads a ZIP archive by its central directory. */

import { crc32, inflateRawSync } from 'node:zlib';

export interface Unzipped {
  readonly path: string;
  readonly content: Buffer;
  /** As `ls -l` would show it, in octal. */
  readonly mode: string;
  /** Date and time as the archive has them. */
  readonly stamp: number;
}

export function unzip(archive: Buffer): Unzipped[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files: Unzipped[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 20)));
    expect([content.length, crc32(content)]).toEqual([
      archive.readUInt32LE(at + 24),
      archive.readUInt32LE(at + 16),
    ]);
    files.push({
      path: archive.toString('utf8', at + 46, at + 46 + nameLength),
      content,
      mode: (archive.readUInt32LE(at + 38) >>> 16).toString(8),
      stamp: archive.readUInt32LE(at + 12),
    });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
}
