/** The queries on a table of documents: a page in order of id, and a count; always inside one partition. */

import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentQuery } from '../documents/document-store.ts';
import { inLog, type SqliteBind, sqliteCondition } from './sqlite-condition.ts';
import { logTable, mayBeAboutLog } from './sqlite-placement.ts';

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

/** More alternatives than this are left to the planner. */
const MAX_BRANCHES = 10;

export function pageSql(from: From, query: DocumentQuery): Sql {
  const { where, offset = 0, limit } = query;
  return withValues((bind) => {
    const order = `ORDER BY id LIMIT ${bind(limit)} OFFSET ${bind(offset)}`;
    const documents = `FROM ${from.table} WHERE`;
    if (!mayBeAboutLog(where)) return `SELECT body, k ${documents} ${selected(from, query, bind)} ${order}`;
    const rest = within(from, query, bind);
    return `SELECT id, body, k ${documents} ${rest} AND ${sqliteCondition(where, bind)}
      UNION ALL
      SELECT id, body, k FROM ${logTable(from.table)} WHERE ${rest} AND ${sqliteCondition(where, bind, inLog)}
      ${order}`;
  });
}

const within = (from: From, { after }: DocumentQuery, bind: SqliteBind): string =>
  `${living(from, bind)}${after === undefined ? '' : ` AND id > ${bind(after)}`}`;

function selected(from: From, query: DocumentQuery, bind: SqliteBind): string {
  const { where, offset = 0, limit } = query;
  const rest = within(from, query, bind);
  const alternatives = where.kind === 'or' ? where.terms : [];
  return alternatives.length > 1 && alternatives.length <= MAX_BRANCHES
    ? `rowid IN (${branches(from.table, rest, alternatives, offset + limit, bind)})`
    : `${rest} AND ${sqliteCondition(where, bind)}`;
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

export function countSql(from: From, where: Condition): Sql {
  return withValues((bind) => {
    const type = typeOf(where);
    const documents =
      type === undefined ? countOf(from, sqliteCondition(where, bind), bind) : typeCount(from, type, bind);
    if (!mayBeAboutLog(where)) return `SELECT ${documents} AS documents`;
    const entries = countOf(
      { ...from, table: logTable(from.table) },
      sqliteCondition(where, bind, inLog),
      bind,
    );
    return `SELECT ${documents} + ${entries} AS documents`;
  });
}

const countOf = (from: From, condition: string, bind: SqliteBind): string =>
  `(SELECT count(*) FROM ${from.table} WHERE ${living(from, bind)} AND ${condition})`;

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
