/** The queries on a table of documents: a page in order of id, and a count; always inside one partition. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentQuery } from '../documents/document-store.ts';
import { inLog, type SqliteBind, sqliteCondition } from './sqlite-condition.ts';
import { logTable, mayBeAboutLog } from './sqlite-placement.ts';
import { listedType } from './sqlite-row.ts';

export interface Sql {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/** What both queries start from; `now` in milliseconds since the epoch. */
export interface From {
  readonly table: string;
  readonly partition: string;
  readonly now: number;
}

/** A document past its time is not there, whether it has been purged or not. */
export const notExpired = (now: string): string => `(expires <= ${now}) IS NOT TRUE`;

/** Ids after one, up to another; up to the last without it. */
export interface Range {
  readonly after: string;
  readonly until: string | undefined;
}

/** More alternatives than this are left to the planner. */
const MAX_BRANCHES = 10;

export const pageSql = (from: From, query: DocumentQuery, range?: Range): Sql =>
  withValues((bind) => page('body, k', from, query, range, bind));

/** UTF-8 bytes of the same page, which it does not read for that. */
export const sizesSql = (from: From, query: DocumentQuery): Sql =>
  withValues(
    (bind) =>
      `SELECT total(size) AS bytes FROM (${page('octet_length(body) AS size', from, query, undefined, bind)})`,
  );

function page(
  columns: string,
  from: From,
  query: DocumentQuery,
  range: Range | undefined,
  bind: SqliteBind,
): string {
  const { where, offset = 0, limit } = query;
  const order = `ORDER BY id LIMIT ${bind(limit)} OFFSET ${bind(offset)}`;
  const documents = `FROM ${from.table} WHERE`;
  const within = `${living(from, bind)}${between(range ?? query, bind)}`;
  if (!mayBeAboutLog(where))
    return `SELECT ${columns} ${documents} ${selected(from, query, within, bind)} ${order}`;
  return `SELECT id, ${columns} ${documents} ${within} AND ${sqliteCondition(where, bind)}
      UNION ALL
      SELECT id, ${columns} FROM ${logTable(from.table)} WHERE ${within} AND ${sqliteCondition(where, bind, inLog)}
      ${order}`;
}

const between = ({ after, until }: Partial<Range>, bind: SqliteBind): string =>
  `${after === undefined ? '' : ` AND id > ${bind(after)}`}${until === undefined ? '' : ` AND id <= ${bind(until)}`}`;

function selected(
  { table }: From,
  { where, offset = 0, limit }: DocumentQuery,
  within: string,
  bind: SqliteBind,
): string {
  const alternatives = where.kind === 'or' ? where.terms : [];
  return alternatives.length > 1 && alternatives.length <= MAX_BRANCHES
    ? `rowid IN (${branches(table, within, alternatives, offset + limit, bind)})`
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
  reach: number,
  bind: SqliteBind,
): string {
  const limit = bind(reach);
  return alternatives
    .map((where) => `SELECT rowid FROM ${table} WHERE ${within} AND ${sqliteCondition(where, bind)}`)
    .map((branch) => `SELECT * FROM (${branch} ORDER BY id LIMIT ${limit})`)
    .join(' UNION ');
}

/** The id at which a slice of so many rows ends that follow `after`; none when there are fewer. */
export function endSql(from: From, where: Condition, after: string, length: number): Sql {
  return withValues((bind) => {
    const type = requiredType(where);
    const partition = bind(from.partition);
    const following = `id > ${bind(after)} ORDER BY id LIMIT 1 OFFSET ${bind(length - 1)}`;
    const isListed = type !== undefined && listedType(type) !== null;
    const ofType = isListed ? ` AND listed = ${bind(type)}` : '';
    const ends = [`(SELECT id FROM ${from.table} WHERE partition = ${partition}${ofType} AND ${following})`];
    if (mayBeAboutLog(where))
      ends.push(`(SELECT id FROM ${logTable(from.table)} WHERE partition = ${partition} AND ${following})`);
    return `SELECT min(id) AS id FROM (${ends.map((end) => `SELECT ${end} AS id`).join(' UNION ALL ')})`;
  });
}

export function countSql(from: From, where: Condition, range?: Range): Sql {
  return withValues((bind) => {
    const type = typeOf(where);
    const within = `${living(from, bind)}${range ? between(range, bind) : ''}`;
    const documents =
      type === undefined
        ? countOf(from.table, within, sqliteCondition(where, bind))
        : typeCount(from, type, bind);
    if (!mayBeAboutLog(where)) return `SELECT ${documents} AS documents`;
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
const requiredType = (where: Condition): string | undefined =>
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

const living = ({ partition, now }: From, bind: SqliteBind): string =>
  `partition = ${bind(partition)} AND ${notExpired(bind(now))}`;

/** Parameters are numbered, so that one may occur several times. */
function withValues(text: (bind: SqliteBind) => string): Sql {
  const values: (string | number)[] = [];
  const bind: SqliteBind = (value) => `?${values.push(value)}`;
  return { text: text(bind), values };
}
