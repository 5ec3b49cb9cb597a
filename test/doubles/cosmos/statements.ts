/**
 * What the adapter sends as text: queries with their parameters, and the conditions of patches. Where COSMOS_STATEMENTS
 * names a file, each one goes there once, a JSON line, for `npm run sql:check`.
 */

import { appendFileSync } from 'node:fs';
import type { RequestKind } from './faults.ts';
import { isRecord, type JsonRecord } from './wire.ts';

export interface Statement {
  readonly kind: 'query' | 'condition';
  readonly query: string;
  readonly parameters: readonly unknown[];
}

const seen = new Set<string>();

export function recordStatements(
  kind: RequestKind,
  body: string,
  file = process.env.COSMOS_STATEMENTS,
): void {
  if (!file || (kind !== 'query' && kind !== 'batch')) return;
  const fresh = statementsIn(kind, body).filter((statement) => !seen.has(formOf(statement)));
  for (const statement of fresh) {
    seen.add(formOf(statement));
    appendFileSync(file, `${JSON.stringify(statement)}\n`);
  }
}

/** Two conditions that differ in their literals alone have one form; a query has no literals. */
const formOf = ({ query }: Statement): string => query.replaceAll(/= (?:"(?:[^"\\]|\\.)*"|-?\d+)/g, '= …');

/** A patch's condition is a query without its beginning. */
function statementsIn(kind: 'query' | 'batch', body: string): Statement[] {
  const sent: unknown = JSON.parse(body);
  if (kind === 'query')
    return isQuery(sent) ? [{ kind, query: sent.query, parameters: sent.parameters }] : [];
  const operations: readonly unknown[] = Array.isArray(sent) ? sent : [];
  return operations.flatMap((operation) => {
    const patch = isRecord(operation) ? operation.resourceBody : undefined;
    const condition = isRecord(patch) ? patch.condition : undefined;
    return typeof condition === 'string'
      ? [{ kind: 'condition' as const, query: `SELECT * ${condition}`, parameters: [] }]
      : [];
  });
}

const isQuery = (sent: unknown): sent is JsonRecord & Omit<Statement, 'kind'> =>
  isRecord(sent) && typeof sent.query === 'string' && Array.isArray(sent.parameters);
