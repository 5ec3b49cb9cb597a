/** Renditions with all that an answer needs beside them, in one statement. The JSON of a document is not even read. */

import type { SQLOutputValue } from 'node:sqlite';
import {
  MAX_PAGE_BYTES,
  pageWith,
  type RenditionRow,
  type RenditionRows,
  type RenditionSelection,
} from '../documents/document-store.ts';
import { jsonAt } from './sqlite-condition.ts';
import type { Connection } from './sqlite-connection.ts';
import { notExpired } from './sqlite-query.ts';
import { FEW } from './sqlite-reader.ts';

/** ?1 to ?4 of every form; its own values follow. By number, because node:sqlite takes much longer for names. */
type CommonValues = readonly [partition: string, now: number, type: string, begin: number];

/** Which rows, in SQL. */
interface Form {
  /** Names the form among all others. */
  readonly key: string;
  readonly condition: string;
  readonly values: readonly (string | number)[];
  /** Of several rows. */
  readonly isPage: boolean;
}

export function renditionsOf(connection: Connection, table: string) {
  const texts = new Map<string, string>();
  const textOf = ({ key, condition, isPage }: Form, withGroups: boolean): string => {
    const known = texts.get(`${key} ${withGroups}`);
    if (known !== undefined) return known;
    const groups = isPage ? someGroupsOf(table) : groupsOf(table);
    const text = `SELECT id, revision, layout, rendition, ${withGroups ? groups : 'NULL'},
        EXISTS (SELECT 1 FROM ${table} WHERE partition = ?1 AND owes = 'true' AND ${LIVING})
      FROM ${table} AS found WHERE partition = ?1 AND listed = ?3 AND ${LIVING} AND ${condition}`;
    texts.set(`${key} ${withGroups}`, text);
    return text;
  };
  const bytesOf = ({ condition }: Form, values: readonly (string | number)[]): number => {
    const sizes = `SELECT octet_length(rendition) AS size
      FROM ${table} WHERE partition = ?1 AND listed = ?3 AND ${LIVING} AND ${condition}`;
    const measured = connection.prepared(`SELECT total(size) AS bytes FROM (${sizes}) WHERE ?4 > 0`);
    return Number(measured.get(...values)?.bytes);
  };
  return (partition: string, select: RenditionSelection, now: number): RenditionRows => {
    const { type, prefix, withGroups, which } = select;
    const common = [partition, now, type, prefix.length + 1] as const;
    const form = formOf(table, which, prefix, (offset) => idAt(connection, table, common, offset));
    if (!form) return { rows: [], isOwed: false };
    const values = [...common, ...form.values];
    const statement = connection.prepared(textOf(form, withGroups));
    // An object for each row takes twice as long.
    statement.setReturnArrays(true);
    const isLarge = 'limit' in which && which.limit > FEW && bytesOf(form, values) > MAX_PAGE_BYTES;
    const { rows, isCut } = isLarge
      ? firstRows(statement.iterate(...values) as Iterable<unknown> as Iterable<SqlRow>)
      : { rows: statement.all(...values) as unknown as SqlRow[], isCut: false };
    return { rows: pageWith(rows.map(renditionRow), isCut), isOwed: rows[0]?.[IS_OWED] === 1 };
  };
}

const LIVING = notExpired('?2');

/** Values of the columns id, revision, layout, rendition, ids of memberships, is owed. */
type SqlRow = readonly SQLOutputValue[];

const RENDITION = 3;
const IS_OWED = 5;

/** As many as a page may have. */
function firstRows(all: Iterable<SqlRow>): { readonly rows: readonly SqlRow[]; readonly isCut: boolean } {
  const rows: SqlRow[] = [];
  let bytes = 0;
  for (const row of all) {
    bytes += Buffer.byteLength(String(row[RENDITION] ?? ''));
    if (bytes > MAX_PAGE_BYTES && rows.length > 0) return { rows, isCut: true };
    rows.push(row);
  }
  return { rows, isCut: false };
}

/**
 * Memberships of the member that a row is about. The index on members tells all: only memberships have a member, and none
 * of them expires.
 */
const groupsOf = (table: string): string => `(
  SELECT group_concat(id, ' ' ORDER BY id) ${membershipsOf(table)})`;

const someGroupsOf = (table: string): string => `(
  SELECT group_concat(id, ' ') FROM (SELECT id ${membershipsOf(table)} ORDER BY id LIMIT ?6))`;

const membershipsOf = (table: string): string =>
  `FROM ${table} WHERE partition = ?1 AND memberId = substr(found.id, ?4)`;

/** @param idAt the id at an offset. @returns undefined behind the last one */
function formOf(
  table: string,
  which: RenditionSelection['which'],
  prefix: string,
  idAt: (offset: number) => string | undefined,
): Form | undefined {
  if ('id' in which) return { key: 'id', condition: 'id = ?5', values: [which.id], isPage: false };
  if ('ownedBy' in which) return ownedForm(table, which, prefix);
  const { after, offset = 0, limit, maxGroups = -1 } = which;
  const page = (key: string, condition: string, ...more: readonly string[]): Form => ({
    key,
    // ?6 is in each of them, whether groups are wanted or not.
    condition: `${condition} AND ?6 <> 0 ORDER BY id LIMIT ?5`,
    values: [limit, maxGroups, ...more],
    isPage: true,
  });
  if (after !== undefined) return page('after', 'id > ?7', after);
  if (offset === 0) return page('first', 'TRUE');
  const start = idAt(offset);
  return start === undefined ? undefined : page('from', 'id >= ?7', start);
}

function ownedForm(
  table: string,
  { ownedBy, key: [name, value] }: Extract<RenditionSelection['which'], { ownedBy: string }>,
  prefix: string,
): Form {
  const owner = `(SELECT ${jsonAt('body', ['owner']).value} FROM ${table}
    WHERE partition = ?1 AND id = ?5 AND ${LIVING})`;
  const condition = `id = ?6 || ${owner} AND ${jsonAt('k', [name]).value} = ?7`;
  return { key: `owned ${name}`, condition, values: [ownedBy, prefix, value], isPage: false };
}

/**
 * The id at an offset. That index entries are passed over, from the nearer end, is all that a jump costs; they are not
 * even looked at where none is past its time.
 */
function idAt(
  connection: Connection,
  table: string,
  [partition, now, type]: CommonValues,
  offset: number,
): string | undefined {
  const counts = connection.prepared(countsSql(table)).get(partition, now, type);
  const [documents, expired] = [Number(counts?.documents), Number(counts?.expired)];
  const behind = documents - expired - offset - 1;
  if (behind < 0) return undefined;
  const [direction, passed] = behind < offset ? ['DESC', behind] : ['ASC', offset];
  const found = connection
    .prepared(`SELECT id FROM ${table} WHERE partition = ?1 AND listed = ?3 ${expired > 0 ? `AND ${LIVING}` : ''}
      ORDER BY id ${direction} LIMIT 1 OFFSET ?4`)
    .get(partition, now, type, passed);
  return typeof found?.id === 'string' ? found.id : undefined;
}

/** What triggers count, and what of it is past its time. */
const countsSql = (table: string): string => `SELECT
  ifnull((SELECT documents FROM ${table}_count WHERE partition = ?1 AND type = ?3), 0) AS documents,
  (SELECT count(*) FROM ${table} INDEXED BY ${table}_expires
    WHERE partition = ?1 AND type = ?3 AND expires <= ?2) AS expired`;

function renditionRow([id, revision, layout, rendition, membershipIds]: SqlRow): RenditionRow {
  const has = typeof layout === 'string' && typeof rendition === 'string' && typeof revision === 'number';
  return {
    id: String(id),
    revision: Number(revision),
    rendition: has ? { layout, text: rendition } : undefined,
    membershipIds: typeof membershipIds === 'string' ? membershipIds.split(' ') : [],
  };
}
