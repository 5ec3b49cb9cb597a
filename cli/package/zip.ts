/** A ZIP archive that depends on nothing but its content: no times, no owners, entries in order of their names. */

import { crc32, deflateRawSync } from 'node:zlib';

export type Files = Readonly<Record<string, Uint8Array>>;

const LOCAL_FILE = 0x04034b50;
const CENTRAL_FILE = 0x02014b50;
const END = 0x06054b50;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATED = 8;
/** 1980-01-01, the first day that the format has. */
const FIRST_DAY = 0x21;
/** Made on Unix, with what version 2.0 of the format knows. */
const MADE_BY = (3 << 8) | 20;
/** A regular file that every user may read: `-rw-r--r--`. */
const MODE = 0o100644;

/** @param files by their paths, with `/` between folders */
export function zip(files: Files): Buffer {
  const entries = Object.keys(files)
    .sort()
    .map((path) => entryOf(path, files[path] ?? new Uint8Array()));
  let offset = 0;
  const directory = entries.map((entry) => {
    const header = centralHeader(entry, offset);
    offset += 30 + entry.name.length + entry.deflated.length;
    return Buffer.concat([header, entry.name]);
  });
  const locals = entries.flatMap((entry) => [localHeader(entry), entry.name, entry.deflated]);
  return Buffer.concat([...locals, ...directory, end(directory, offset)]);
}

interface Entry {
  readonly name: Buffer;
  readonly deflated: Buffer;
  readonly size: number;
  readonly crc: number;
}

const entryOf = (path: string, content: Uint8Array): Entry => ({
  name: Buffer.from(path),
  deflated: deflateRawSync(content, { level: 9 }),
  size: content.length,
  crc: crc32(content),
});

function localHeader(entry: Entry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL_FILE, 0);
  common(entry).copy(header, 4);
  return header;
}

function centralHeader(entry: Entry, offset: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_FILE, 0);
  header.writeUInt16LE(MADE_BY, 4);
  common(entry).copy(header, 6);
  header.writeUInt32LE((MODE << 16) >>> 0, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** What both headers say of a file, from the version that is needed to the length of its name. */
function common({ name, deflated, size, crc }: Entry): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(FLAGS, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt16LE(FIRST_DAY, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(deflated.length, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function end(directory: readonly Buffer[], offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(END, 0);
  record.writeUInt16LE(directory.length, 8);
  record.writeUInt16LE(directory.length, 10);
  record.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  record.writeUInt32LE(offset, 16);
  return record;
}
