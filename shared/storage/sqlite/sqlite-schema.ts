/**
 * The tables of a container. Columns beside the JSON hold what is looked up; triggers keep a count of each type. Each
 * index and trigger costs every write, so there are only those that a query of the service goes by.
 */

import { writtenLater } from '../documents/document-store.ts';
import type { Connection } from './sqlite-connection.ts';
import { logTable } from './sqlite-placement.ts';
import { upgradeTables } from './sqlite-upgrade.ts';

/** Of the tables below, kept in the file. A change needs a step in sqlite-upgrade.ts. */
const TABLES_VERSION = 2;

/**
 * Creates the tables of the container unless they are there; that of documents has the name of the container. Those of
 * an earlier version, of all containers of the file, are brought up to date in the same transaction.
 * Throws an Error for the person at the terminal when a later version made them.
 */
export function createTables(connection: Connection, container: string): void {
  if (!/^[a-z]{1,40}$/.test(container)) throw new TypeError(`no container name: ${container}`);
  const versionNow = () => Number(connection.prepared('PRAGMA user_version').get()?.user_version);
  const there = connection.prepared(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`);
  const version = versionNow();
  if (version > TABLES_VERSION) throw writtenLater('tables', version, TABLES_VERSION);
  if (version === TABLES_VERSION && there.get(container)) return;
  // Another process may do it at the same time.
  connection.transaction(() => {
    if (versionNow() < TABLES_VERSION) upgradeTables(connection, tables);
    if (!there.get(container)) connection.execute(tables(container));
    connection.execute(`PRAGMA user_version = ${TABLES_VERSION}`);
  });
}

/**
 * `k` stands before the long `body`, so that a search reads no more than it has to. JSON that is nested too deeply for
 * SQLite is refused here, where it would otherwise break queries. The statistics make plans independent of what is
 * stored: a whole partition may be of one type, and members of few groups.
 */
const tables = (name: string): string => `
CREATE TABLE ${name} (
  partition TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  listed TEXT,
  groupId TEXT,
  memberId TEXT,
  owes TEXT,
  expires INTEGER,
  externalId TEXT,
  revision INTEGER,
  layout TEXT,
  rendition TEXT,
  k TEXT CHECK (json_valid(k)),
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (partition, id)
) STRICT;
CREATE INDEX ${name}_type ON ${name} (partition, listed, id, expires) WHERE listed IS NOT NULL;
CREATE INDEX ${name}_group ON ${name} (partition, groupId, id) WHERE groupId IS NOT NULL;
CREATE INDEX ${name}_member ON ${name} (partition, memberId, id) WHERE memberId IS NOT NULL;
CREATE INDEX ${name}_owes ON ${name} (partition, owes, id) WHERE owes IS NOT NULL;
CREATE INDEX ${name}_expires ON ${name} (partition, expires) WHERE expires IS NOT NULL;
CREATE INDEX ${name}_external ON ${name} (partition, listed, externalId, id) WHERE externalId IS NOT NULL;

CREATE TABLE ${logTable(name)} (
  partition TEXT NOT NULL,
  id TEXT NOT NULL,
  expires INTEGER,
  k TEXT CHECK (json_valid(k)),
  body TEXT NOT NULL CHECK (json_valid(body)),
  PRIMARY KEY (partition, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ${logTable(name)}_expires ON ${logTable(name)} (partition, expires) WHERE expires IS NOT NULL;

CREATE TABLE ${name}_count (
  partition TEXT NOT NULL,
  type TEXT NOT NULL,
  documents INTEGER NOT NULL,
  PRIMARY KEY (partition, type)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ${name}_inserted AFTER INSERT ON ${name} BEGIN
  ${changeCount(name, 'new', 1)}
END;
CREATE TRIGGER ${name}_deleted AFTER DELETE ON ${name} BEGIN
  ${changeCount(name, 'old', -1)}
END;
CREATE TRIGGER ${name}_retyped AFTER UPDATE OF type ON ${name} WHEN old.type <> new.type BEGIN
  ${changeCount(name, 'old', -1)}
  ${changeCount(name, 'new', 1)}
END;

ANALYZE ${name};
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('${name}', 'sqlite_autoindex_${name}_1', '1000000 100000 1'),
  ('${name}', '${name}_type', '1000000 100000 50000 1 1'),
  ('${name}', '${name}_group', '1000000 100000 100 1'),
  ('${name}', '${name}_member', '1000000 100000 10 1'),
  ('${name}', '${name}_owes', '100 10 10 1'),
  ('${name}', '${name}_expires', '100000 10000 2'),
  ('${name}', '${name}_external', '1000000 100000 50000 2 1'),
  ('${logTable(name)}', '${logTable(name)}', '1000000 100000 1'),
  ('${logTable(name)}', '${logTable(name)}_expires', '1000000 100000 2');
ANALYZE sqlite_schema;`;

const changeCount = (name: string, row: 'new' | 'old', by: 1 | -1): string =>
  `INSERT INTO ${name}_count VALUES (${row}.partition, ${row}.type, ${by})
    ON CONFLICT DO UPDATE SET documents = documents + ${by};`;
