/** Tables of one container: its documents, and how many there are of each type in each partition. */

import { chmodSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/** Milliseconds to wait for another process that writes. */
const BUSY_TIMEOUT = 10_000;

/** @param file `:memory:` for a database of its own */
export function openDatabase(file: string, container: string): DatabaseSync {
  const isNew = file !== ':memory:' && !existsSync(file);
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT });
  // The write-ahead log and the shared memory take the mode of the file.
  if (isNew) chmodSync(file, 0o600);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  database.exec(`BEGIN IMMEDIATE; ${tables(container)} COMMIT;`);
  return database;
}

/** Counts are kept by triggers: the number of users of an account is one row. */
const tables = (name: string): string => `
  CREATE TABLE IF NOT EXISTS ${name} (
    partition TEXT NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    group_id TEXT,
    member_id TEXT,
    owes TEXT,
    expires INTEGER,
    body TEXT NOT NULL,
    k TEXT,
    PRIMARY KEY (partition, id)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ${name}_type ON ${name} (partition, type, id);
  CREATE INDEX IF NOT EXISTS ${name}_group ON ${name} (partition, group_id, id) WHERE group_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ${name}_member ON ${name} (partition, member_id, id) WHERE member_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ${name}_owes ON ${name} (partition, id) WHERE owes IS 'true';
  CREATE INDEX IF NOT EXISTS ${name}_expires ON ${name} (partition, type, expires) WHERE expires IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ${name}_external_id
    ON ${name} (partition, type, json_extract(k, '$."externalId"'), id);

  CREATE TABLE IF NOT EXISTS ${name}_count (
    partition TEXT NOT NULL, type TEXT NOT NULL, total INTEGER NOT NULL, PRIMARY KEY (partition, type)
  ) STRICT, WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS ${name}_added AFTER INSERT ON ${name} BEGIN ${more(name)} END;
  CREATE TRIGGER IF NOT EXISTS ${name}_removed AFTER DELETE ON ${name} BEGIN ${fewer(name)} END;
  CREATE TRIGGER IF NOT EXISTS ${name}_retyped AFTER UPDATE OF type ON ${name} WHEN old.type <> new.type
    BEGIN ${fewer(name)} ${more(name)} END;`;

const more = (name: string): string =>
  `INSERT INTO ${name}_count VALUES (new.partition, new.type, 1)
     ON CONFLICT DO UPDATE SET total = total + 1;`;

const fewer = (name: string): string =>
  `UPDATE ${name}_count SET total = total - 1 WHERE partition = old.partition AND type = old.type;`;
