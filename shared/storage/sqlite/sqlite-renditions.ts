/** Renditions with all that an answer needs beside them, in one statement. The JSON of a document is not even read. */

import type { RenditionRow, RenditionRows, RenditionSelection } from '../documents/document-store.ts';
import { jsonAt } from './sqlite-condition.ts';
import type { Connection } from './sqlite-connection.ts';
import { notExpired } from './sqlite-query.ts';

type Named = Record<string, string | number>;

export function renditionsOf(connection: Connection, table: string) {
  return (partition: string, select: RenditionSelection, now: number): RenditionRows => {
    const { type, prefix, withGroups, which } = select;
    const isBehindMiddle = (offset: number): boolean =>
      connection
        .prepared(`SELECT :offset > ${countOf(table)} / 2 AS isBehind`)
        .get({ partition, type, now, offset })?.isBehind === 1;
    const { condition, values, order } = conditionFor(table, which, prefix, isBehindMiddle);
    const sql = `SELECT id, revision, layout, rendition, ${withGroups ? groupsOf(table) : 'NULL'} AS groupIds,
        EXISTS (SELECT 1 FROM ${table} WHERE partition = :partition AND owes = 'true' AND ${LIVING}) AS isOwed
      FROM ${table} AS found
      WHERE partition = :partition AND listed = :type AND ${condition} AND ${LIVING} ${order}`;
    const named = { partition, type, now, ...(withGroups ? { begin: prefix.length + 1 } : {}), ...values };
    const rows = connection.prepared(sql).all(named);
    return { rows: rows.map(renditionRow), isOwed: rows[0]?.isOwed === 1 };
  };
}

const LIVING = notExpired(':now');

/** Groups of the member that a row is about, found by the index on members. */
const groupsOf = (table: string): string => `(
  SELECT group_concat(groupId, ' ' ORDER BY id) FROM ${table}
  WHERE partition = :partition AND memberId = substr(found.id, :begin) AND type = 'membership' AND ${LIVING})`;

interface Selected {
  readonly condition: string;
  readonly values: Named;
  readonly order: string;
}

function conditionFor(
  table: string,
  which: RenditionSelection['which'],
  prefix: string,
  isBehindMiddle: (offset: number) => boolean,
): Selected {
  if ('id' in which) return { condition: 'id = :id', values: { id: which.id }, order: '' };
  if ('ownedBy' in which) {
    const [name, value] = which.key;
    const owner = `(SELECT ${jsonAt('body', ['owner']).value} FROM ${table}
      WHERE partition = :partition AND id = :ownedBy AND ${LIVING})`;
    return {
      condition: `id = :prefix || ${owner} AND ${jsonAt('k', [name]).value} = :value`,
      values: { ownedBy: which.ownedBy, prefix, value },
      order: '',
    };
  }
  const { after, offset = 0, limit } = which;
  const order = 'ORDER BY id LIMIT :limit';
  if (after !== undefined) return { condition: 'id > :after', values: { limit, after }, order };
  if (offset === 0) return { condition: '1', values: { limit }, order };
  return { condition: `id >= ${idAt(table, isBehindMiddle(offset))}`, values: { limit, offset }, order };
}

/** The id at an offset, found from the nearer end: that index entries are passed over is all that a jump costs. */
function idAt(table: string, fromEnd: boolean): string {
  const count = countOf(table);
  const [direction, passed] = fromEnd ? ['DESC', `${count} - :offset - 1`] : ['ASC', ':offset'];
  return `(SELECT id FROM ${table}
    WHERE partition = :partition AND listed = :type AND ${LIVING}
    ORDER BY id ${direction} LIMIT (:offset < ${count}) OFFSET ${passed})`;
}

/** The count that triggers keep, less what is past its time. */
const countOf = (table: string): string => `(
  ifnull((SELECT documents FROM ${table}_count WHERE partition = :partition AND type = :type), 0)
  - (SELECT count(*) FROM ${table} INDEXED BY ${table}_expires
    WHERE partition = :partition AND type = :type AND expires <= :now))`;

function renditionRow({
  id,
  revision,
  layout,
  rendition,
  groupIds,
}: Readonly<Record<string, unknown>>): RenditionRow {
  const has = typeof layout === 'string' && typeof rendition === 'string' && typeof revision === 'number';
  return {
    id: String(id),
    revision: Number(revision),
    rendition: has ? { layout, text: rendition } : undefined,
    groupIds: typeof groupIds === 'string' ? groupIds.split(' ') : [],
  };
}
