/**
 * Tables as earlier versions made them, brought up to date inside the transaction of the caller: a start that is cut
 * off leaves the file as it was.
 */

import type { Connection } from './sqlite-connection.ts';
import { LOG_TYPE, logTable } from './sqlite-placement.ts';
import { UNLISTED } from './sqlite-row.ts';

/**
 * Copies the documents of every container into new tables: they differ from those of version 1 in columns, indexes and
 * the table of the log.
 * @param tables SQL that creates the tables of a container
 */
export function upgradeTables(connection: Connection, tables: (container: string) => string): void {
  for (const name of containersOf(connection)) {
    connection.execute(`
      ${INDEXES.map((index) => `DROP INDEX ${name}_${index};`).join('')}
      ${TRIGGERS.map((trigger) => `DROP TRIGGER ${name}_${trigger};`).join('')}
      DROP TABLE ${name}_count;
      ALTER TABLE ${name} RENAME TO ${name}_before;
      DELETE FROM sqlite_stat1 WHERE tbl IN ('${name}', '${name}_before');
      ${tables(name)}
      INSERT INTO ${logTable(name)} (partition, id, expires, k, body)
        SELECT partition, id, expires, k, body FROM ${name}_before WHERE ${IS_LOGGED};
      INSERT INTO ${name} (partition, id, type, listed, groupId, memberId, owes, expires, externalId, k, body)
        SELECT partition, id, type, ${LISTED}, groupId, memberId, owes, expires, ${EXTERNAL_ID}, k, body
        FROM ${name}_before WHERE NOT (${IS_LOGGED});
      DROP TABLE ${name}_before;`);
  }
}

const INDEXES = ['type', 'group', 'member', 'owes', 'expires', 'external'];
const TRIGGERS = ['inserted', 'deleted', 'retyped'];

/** As sqlite-placement.ts says it. */
const IS_LOGGED = `id >= 'l.' AND id < 'l/' AND type = '${LOG_TYPE}' AND ifnull(groupId, ifnull(memberId, owes)) IS NULL`;

const LISTED = `CASE WHEN type NOT IN (${UNLISTED.map((type) => `'${type}'`).join(', ')}) THEN type END`;

const EXTERNAL_ID = `CASE json_type(k, '$.externalId') WHEN 'text' THEN json_extract(k, '$.externalId') END`;

/** Each has a table of its name, and one of counts beside it. */
function containersOf(connection: Connection): readonly string[] {
  const rows = connection.prepared(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  const names = new Set(rows.map(({ name }) => String(name)));
  return [...names].filter((name) => names.has(`${name}_count`));
}
