/** Renditions with all that an answer needs beside them, in one statement. The JSON of a document is not even read. */

import type { RenditionRow, RenditionRows, RenditionSelection } from '../documents/document-store.ts';
import { jsonAt } from './sqlite-condition.ts';
import type { Connection } from './sqlite-connection.ts';
import { guarded } from './sqlite-failure.ts';
import { notExpired } from './sqlite-query.ts';

type Named = Record<string, string | number>;

export function renditionsOf(connection: Connection, table: string) {
  return (partition: string, select: RenditionSelection, now: number): RenditionRows => {
    const { type, prefix, withGroups, which } = select;
    const { condition, values, order } = conditionFor(table, which, prefix);
    const sql = `SELECT id, revision, layout, rendition, ${withGroups ? groupsOf(table) : 'NULL'} AS groupIds,
        EXISTS (SELECT 1 FROM ${table} WHERE partition = :partition AND owes = 'true' AND ${LIVING}) AS isOwed
      FROM ${table} AS found
      WHERE partition = :partition AND listed = :type AND ${condition} AND ${LIVING} ${order}`;
    const named = { partition, type, now, ...(withGroups ? { begin: prefix.length + 1 } : {}), ...values };
    const rows = guarded(() => connection.prepared(sql).all(named));
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

function conditionFor(table: string, which: RenditionSelection['which'], prefix: string): Selected {
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
  return {
    condition: after === undefined ? '1' : 'id > :after',
    values: { limit, offset, ...(after === undefined ? {} : { after }) },
    order: 'ORDER BY id LIMIT :limit OFFSET :offset',
  };
}

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
