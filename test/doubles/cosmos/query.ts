/** A query's page: what it selects, where the page ends, and the continuation that the next request brings back. */

import { createHash } from 'node:crypto';
import type { Container, StoredDocument } from './container.ts';
import type { Query } from './sql-ast.ts';
import { compareBytes, matches, type Parameters, parameterValue } from './sql-evaluator.ts';
import { parseQuery } from './sql-parser.ts';
import { badRequest, isRecord, parseBody } from './wire.ts';

/** What an answer may hold in all. */
const MAX_ANSWER = 4 * 1024 * 1024;
const DEFAULT_PAGE = 100;

export interface PageRequest {
  readonly partition: string;
  readonly asOf: number;
  readonly continuation: string | undefined;
  readonly maxItems: number | undefined;
  /** A fault: at most so many rows in this page, and a continuation in any case. */
  readonly cutTo: number | undefined;
}

export interface Page {
  readonly rows: readonly unknown[];
  readonly continuation: string | undefined;
}

export interface ParsedQuery {
  readonly query: Query;
  readonly parameters: Parameters;
  /** Of the text and the parameters: a continuation belongs to both. */
  readonly digest: string;
}

export function readQuery(body: string): ParsedQuery {
  const { query: sql, parameters } = recordOf(parseBody(body));
  if (typeof sql !== 'string' || !Array.isArray(parameters))
    throw badRequest('A query has a text and parameters');
  const values = new Map<string, unknown>();
  for (const { name, value } of parameters.map(recordOf)) values.set(String(name), value);
  const digest = createHash('sha256').update(body).digest('base64url');
  return { query: parseQuery(sql), parameters: values, digest };
}

export function runQuery(container: Container, parsed: ParsedQuery, request: PageRequest): Page {
  const { query, parameters, digest } = parsed;
  const rows = container
    .all(request.partition, request.asOf)
    .filter((document) => matches(query.where, document, parameters))
    .sort((a, b) => compareBytes(a.id, b.id));
  const state = stateOf(request.continuation, digest);
  const window = query.kind === 'count' ? rows : windowOf(rows, query, parameters);
  const rest = window.filter(({ id }) => state.after === undefined || compareBytes(id, state.after) > 0);
  const page = rest.slice(0, Math.min(sizeOf(rest), pageSize(request, query), request.cutTo ?? Infinity));
  const isLast = page.length === rest.length && request.cutTo === undefined;
  const after = page.at(-1)?.id ?? state.after;
  return {
    rows: query.kind === 'count' ? [page.length] : page,
    continuation: isLast ? undefined : encode({ digest, after }),
  };
}

function windowOf(
  rows: readonly StoredDocument[],
  { offset, limit }: Extract<Query, { kind: 'rows' }>,
  parameters: Parameters,
): readonly StoredDocument[] {
  const skip = offset === undefined ? 0 : whole(parameterValue(offset, parameters));
  return rows.slice(skip, skip + whole(parameterValue(limit, parameters)));
}

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw badRequest('Not a number of rows');
  return value;
}

const pageSize = ({ maxItems = DEFAULT_PAGE }: PageRequest, query: Query): number =>
  query.kind === 'count' ? Infinity : maxItems;

/** How many rows fit one answer. */
function sizeOf(rows: readonly StoredDocument[]): number {
  let bytes = 0;
  const tooMany = rows.findIndex((row) => {
    bytes += JSON.stringify(row).length;
    return bytes > MAX_ANSWER;
  });
  return tooMany < 0 ? rows.length : Math.max(1, tooMany);
}

interface State {
  readonly digest: string;
  readonly after: string | undefined;
}

const encode = (state: State): string => Buffer.from(JSON.stringify(state)).toString('base64url');

function stateOf(continuation: string | undefined, digest: string): State {
  if (continuation === undefined) return { digest, after: undefined };
  const state = recordOf(parseBody(Buffer.from(continuation, 'base64url').toString()));
  if (state.digest !== digest) throw badRequest('The continuation belongs to another query');
  return { digest, after: typeof state.after === 'string' ? state.after : undefined };
}

function recordOf(value: unknown) {
  if (!isRecord(value)) throw badRequest('An object was expected');
  return value;
}
