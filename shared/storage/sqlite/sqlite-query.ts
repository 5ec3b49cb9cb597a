/** The queries on a table of documents: a page in order of id, and a count; always inside one partition. */

import { type Condition, totalOf } from '../../scim/filter/condition.ts';
import type { DocumentQuery } from '../documents/document-store.ts';
import { boundsOf } from '../documents/prefixes.ts';
import { inLog, type SqliteBind, sqliteCondition } from './sqlite-condition.ts';
import { mayHold } from './sqlite-log-keys.ts';
import { logTable, mayBeAboutLog, mayBeLogged } from './sqlite-placement.ts';
import { listedType } from './sqlite-row.ts';

export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** What both queries start from; `now` in milliseconds since the epoch, `prefix` of the ids where no type tells them. */
export interface From {
  readonly table: string;
  readonly partition: string;
  readonly now: number;
  readonly prefix?: string | undefined;
}

/** A document past its time is not there, whether it has been purged or not. */
export const notExpired = (now: string): string => `(expires <= ${now}) IS NOT TRUE`;

/** More alternatives than this are left to the planner. */
const MAX_BRANCHES = 10;

export const pageSql = (from: From, query: DocumentQuery): Sql =>
  withValues((bind) => page('body, k', from, query, bind));

/** UTF-8 bytes of the same page, which it does not read for that. */
export const sizesSql = (from: From, query: DocumentQuery): Sql =>
  withValues(
    (bind) => `SELECT total(size) AS bytes FROM (${page('octet_length(body) AS size', from, query, bind)})`,
  );

function page(columns: string, from: From, query: DocumentQuery, bind: SqliteBind): string {
  const { where, offset = 0, limit } = query;
  const order = `${orderOf(query)} LIMIT ${bind(limit)} OFFSET ${bind(offset)}`;
  const documents = `FROM ${from.table} WHERE`;
  const within = living(from, query, bind);
  if (!mayBeInLog(from, where))
    return `SELECT ${columns} ${documents} ${selected(from, query, within, bind)} ${order}`;
  return `SELECT id, ${columns} ${documents} ${within} AND ${sqliteCondition(where, bind)}
      UNION ALL
      SELECT id, ${columns} FROM ${logTable(from.table)} WHERE ${within} AND ${sqliteCondition(where, bind, inLog)}
      ${order}`;
}

function selected({ table }: From, query: DocumentQuery, within: string, bind: SqliteBind): string {
  const { where, offset = 0, limit } = query;
  const alternatives = where.kind === 'or' ? where.terms : [];
  return alternatives.length > 1 && alternatives.length <= MAX_BRANCHES
    ? `rowid IN (${branches(table, within, alternatives, `${orderOf(query)} LIMIT ${bind(offset + limit)}`, bind)})`
    : `${within} AND ${sqliteCondition(where, bind)}`;
}

/**
 * Each alternative is read by its own index, in order and only as far as the page can reach; the planner would sort
 * all that any of them selects, on each page.
 */
function branches(
  table: string,
  within: string,
  alternatives: readonly Condition[],
  order: string,
  bind: SqliteBind,
): string {
  return alternatives
    .map((where) => `SELECT rowid FROM ${table} WHERE ${within} AND ${sqliteCondition(where, bind)}`)
    .map((branch) => `SELECT * FROM (${branch} ${order})`)
    .join(' UNION ');
}

/** Bytes of search keys, times the comparisons, that SQL looks at: it parses them again for each comparison. */
const LIGHT = 16 * 1024;

/** Every sixteenth row, more or less, also where only every second or eighth is of the type: by the golden ratio. */
const IS_MARK = '(rowid * 40503) & 65535 < 4096';
/** Entries have no row number; their ids end in a hexadecimal digit at random. */
const IS_MARKED_ENTRY = "substr(id, -1) = '0'";

/**
 * Goes through the documents of the type that the condition asks for, in order of id. It gives those that are selected
 * (`isHit` is 1), those whose search keys are long (`isHit` is NULL), and some of the others (0), by which the caller sees
 * how far it has come. `isEntry` tells the table.
 */
export function searchSql(from: From, query: Pick<DocumentQuery, 'where' | 'after' | 'descending'>): Sql {
  const { where } = query;
  const order = orderOf(query);
  return withValues((bind) => {
    const type = requiredType(where);
    const within = living(from, query, bind);
    const ofType = type !== undefined && listedType(type) !== null ? ` AND listed = ${bind(type)}` : '';
    const light = Math.floor(
      LIGHT /
        Math.max(
          1,
          totalOf(where, () => 1),
        ),
    );
    const isHit = (condition: string) =>
      `CASE WHEN ifnull(octet_length(k), 0) <= ${light} THEN ${condition} IS TRUE END`;
    const isSelected = isHit(sqliteCondition(where, bind));
    const documents = `SELECT id, 0 AS isEntry, ${isSelected} AS isHit FROM ${from.table}
      WHERE ${within}${ofType} AND (${isSelected} IS NOT 0 OR ${IS_MARK})`;
    if (!mayBeInLog(from, where)) return `${documents} ${order}`;
    const entries = mayHold(where, bind) ?? '1';
    const isEntrySelected = `CASE WHEN ${entries} THEN ${isHit(sqliteCondition(where, bind, inLog))} ELSE 0 END`;
    return `${documents} UNION ALL
      SELECT id, 1, ${isEntrySelected} FROM ${logTable(from.table)}
      WHERE ${within} AND (${entries} OR ${IS_MARKED_ENTRY}) ${order}`;
  });
}

export const findSql = ({ table, partition }: From, id: string, isEntry: boolean): Sql =>
  withValues((bind) => {
    const holder = isEntry ? logTable(table) : table;
    return `SELECT body, k FROM ${holder} WHERE partition = ${bind(partition)} AND id = ${bind(id)}`;
  });

export function countSql(from: From, where: Condition): Sql {
  return withValues((bind) => {
    const type = typeOf(where);
    const within = living(from, {}, bind);
    const documents =
      type === undefined || from.prefix !== undefined
        ? countOf(from.table, within, sqliteCondition(where, bind))
        : typeCount(from, type, bind);
    if (!mayBeInLog(from, where)) return `SELECT ${documents} AS documents`;
    const entries = countOf(logTable(from.table), within, sqliteCondition(where, bind, inLog));
    return `SELECT ${documents} + ${entries} AS documents`;
  });
}

const countOf = (table: string, within: string, condition: string): string =>
  `(SELECT count(*) FROM ${table} WHERE ${within} AND ${condition})`;

/** Whether an index finds what the condition selects, or all that it passes over: then it costs no more than it gives. */
export function isIndexed(where: Condition): boolean {
  return !filters(where) || isLookedUp(where);
}

/** False where each document of a listed type is wanted. */
function filters(where: Condition): boolean {
  if (where.kind === 'and') return where.terms.some(filters);
  const type = typeOf(where);
  return type === undefined || listedType(type) === null;
}

const LOOKED_UP: readonly string[] = ['id', 'groupId', 'memberId', 'owes', 'k.externalId'];

function isLookedUp(where: Condition): boolean {
  switch (where.kind) {
    case 'and':
      return where.terms.some(isLookedUp);
    case 'or':
      return where.terms.every(isLookedUp);
    case 'compare':
      return where.comparator === 'eq' && LOOKED_UP.includes(where.path.join('.'));
    case 'in':
      return LOOKED_UP.includes(where.path.join('.'));
    default:
      return false;
  }
}

/** The type that every document has which the condition selects. */
export const requiredType = (where: Condition): string | undefined =>
  where.kind === 'and' ? where.terms.map(requiredType).find((type) => type !== undefined) : typeOf(where);

/** The type, if the condition asks for nothing else. */
function typeOf(where: Condition): string | undefined {
  if (where.kind !== 'compare' || where.comparator !== 'eq' || typeof where.value !== 'string')
    return undefined;
  return where.path.length === 1 && where.path[0] === 'type' ? where.value : undefined;
}

/** The count that triggers keep, less the few documents that are past their time and not purged yet. */
function typeCount({ table, partition, now }: From, type: string, bind: SqliteBind): string {
  const ofType = `partition = ${bind(partition)} AND type = ${bind(type)}`;
  const counted = `SELECT documents FROM ${table}_count WHERE ${ofType}`;
  const expired = `SELECT count(*) FROM ${table} INDEXED BY ${table}_expires WHERE ${ofType} AND expires <= ${bind(now)}`;
  return `(ifnull((${counted}), 0) - (${expired}))`;
}

const orderOf = ({ descending }: Pick<DocumentQuery, 'descending'>): string =>
  `ORDER BY id${descending ? ' DESC' : ''}`;

type Behind = Pick<DocumentQuery, 'after' | 'descending'>;

const living = ({ partition, now, prefix }: From, behind: Behind, bind: SqliteBind): string => {
  const range = boundsOf({ ...behind, prefix }).map(([operator, id]) => ` AND id ${operator} ${bind(id)}`);
  return `partition = ${bind(partition)} AND ${notExpired(bind(now))}${range.join('')}`;
};

const mayBeInLog = ({ prefix }: From, where: Condition): boolean =>
  mayBeAboutLog(where) && (prefix === undefined || mayBeLogged(prefix));

/** Parameters are numbered, so that one may occur several times. */
function withValues(text: (bind: SqliteBind) => string): Sql {
  const values: (string | number)[] = [];
  const bind: SqliteBind = (value) => `?${values.push(value)}`;
  return { text: text(bind), values };
}
