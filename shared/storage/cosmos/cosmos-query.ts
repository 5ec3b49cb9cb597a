/** The only SQL that is sent: a page in order of id, and a count; always inside one partition, all values as parameters. */

import type { SqlParameter, SqlQuerySpec } from '@azure/cosmos';
import type { Condition } from '../../scim/filter/condition.ts';
import type { DocumentQuery } from '../documents/document-store.ts';
import { type Bind, compileCondition } from './cosmos-condition.ts';

export function pageQuery(
  partition: string,
  { where, after, offset = 0, limit }: DocumentQuery,
): SqlQuerySpec {
  return build((bind) => {
    const rest = after === undefined ? '' : ` AND c["id"] > ${bind(after)}`;
    const conditions = `${inPartition(partition, where, bind)}${rest} ORDER BY c["id"] ASC`;
    return offset > 0
      ? `SELECT * FROM c WHERE ${conditions} OFFSET ${bind(offset)} LIMIT ${bind(limit)}`
      : `SELECT TOP ${bind(limit)} * FROM c WHERE ${conditions}`;
  });
}

export const countQuery = (partition: string, where: Condition): SqlQuerySpec =>
  build((bind) => `SELECT VALUE COUNT(1) FROM c WHERE ${inPartition(partition, where, bind)}`);

/** The partition in the text as well: an emulator may ignore the partition key header. */
const inPartition = (partition: string, where: Condition, bind: Bind): string =>
  `c["partitionKey"] = ${bind(partition)} AND ${compileCondition(where, 'c', bind)}`;

function build(text: (bind: Bind) => string): SqlQuerySpec {
  const parameters: SqlParameter[] = [];
  const bind: Bind = (value) => {
    const name = `@p${parameters.length}`;
    parameters.push({ name, value });
    return name;
  };
  return { query: text(bind), parameters };
}
