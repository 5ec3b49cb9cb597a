/** Tables of earlier versions are brought up to date by whoever opens the file first, all of them or none. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import type { StoredDocument } from '../../shared/storage/documents/document-store.ts';
import { openSqlite } from '../../shared/storage/sqlite/sqlite-store.ts';
import { equal, everything } from '../contract/document-store/opened.ts';

const FOLDERS = join(import.meta.dirname, '../fixtures/data-folders');
const CONTAINERS = ['resources', 'accounts', 'activity'] as const;

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'tables-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

function unpack(name: string): string {
  const directory = mkdtempSync(join(parent, 'folder-'));
  cpSync(join(FOLDERS, name), directory, { recursive: true });
  writeFileSync(join(directory, 'scim.db'), gunzipSync(readFileSync(join(FOLDERS, name, 'scim.db.gz'))));
  return join(directory, 'scim.db');
}

/** Rows of the tables as version 1 made them: partition and document. */
function documentsBefore(file: string): Record<string, [string, unknown][]> {
  const database = new DatabaseSync(file, { readOnly: true });
  const documentsOf = (container: string) =>
    database
      .prepare(`SELECT partition, body, k FROM ${container} ORDER BY partition, id`)
      .all()
      .map(({ partition, body, k }): [string, unknown] => [
        String(partition),
        { ...JSON.parse(String(body)), ...(k === null ? {} : { k: JSON.parse(String(k)) }) },
      ]);
  const found = Object.fromEntries(CONTAINERS.map((name) => [name, documentsOf(name)]));
  database.close();
  return found;
}

async function documentsNow(file: string, partitions: ReadonlySet<string>) {
  const found: Record<string, [string, StoredDocument][]> = {};
  for (const container of CONTAINERS) {
    const store = openSqlite(file, container, { now: () => 0 });
    const of = async (partition: string) =>
      (await store.query(partition, { where: everything, limit: 10_000 })).map(
        (document): [string, StoredDocument] => [partition, document],
      );
    found[container] = (await Promise.all([...partitions].sort().map(of))).flat();
    store.close();
  }
  return found;
}

const partitionsIn = (documents: Record<string, [string, unknown][]>): ReadonlySet<string> =>
  new Set(Object.values(documents).flatMap((rows) => rows.map(([partition]) => partition)));

describe.each(readdirSync(FOLDERS))('the tables of %s', (name) => {
  it('keep every document, in every container, in order', async () => {
    const file = unpack(name);
    const before = documentsBefore(file);
    expect(before.resources?.length).toBeGreaterThan(100);
    expect(await documentsNow(file, partitionsIn(before))).toEqual(before);
  });

  it('are counted as before, and their log is listed', async () => {
    const file = unpack(name);
    const before = documentsBefore(file).resources ?? [];
    const store = openSqlite(file, 'resources', { now: () => 0 });
    for (const type of ['user', 'group', 'membership', 'log']) {
      const expected = before.filter(([, document]) => (document as StoredDocument).type === type).length;
      expect([type, await store.count('AcDemo', equal(['type'], type))]).toEqual([type, expected]);
    }
    store.close();
  });

  it('stay as they are when it fails half-way', async () => {
    const file = unpack(name);
    const before = documentsBefore(file);
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE activity_log (in_the_way)');
    expect(() => openSqlite(file, 'resources')).toThrow(/activity_log/);
    expect(documentsBefore(file)).toEqual(before);
    other.exec('DROP TABLE activity_log');
    other.close();
    expect(await documentsNow(file, partitionsIn(before))).toEqual(before);
  });

  it('lose nothing when the process is killed at any moment', async () => {
    const file = unpack(name);
    const before = documentsBefore(file);
    for (const milliseconds of [0, 2, 5, 10, 20]) {
      const worker = fork(join(import.meta.dirname, '../storage/sqlite-worker.ts'), { execArgv: [] });
      worker.send({ file, partition: 'AcDemo', batches: [] });
      await sleep(150 + milliseconds);
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
    expect(await documentsNow(file, partitionsIn(before))).toEqual(before);
  });
});
