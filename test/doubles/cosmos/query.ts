/** A query's page: what it selects, where the page ends, and the continuation that the next request brings back. */

import { createHash } from 'node:crypto';
import { sizeOf } from './charges.ts';
import type { Container, StoredDocument } from './container.ts';
import { indexUse, isId, isIndexedIn, scans, seeks } from './index-use.ts';
import type { Expression, Query } from './sql-ast.ts';
import { compareBytes, matches, type Parameters, parameterValue } from './sql-evaluator.ts';
import { parseQuery } from './sql-parser.ts';
import { badRequest, isRecord, parseBody } from './wire.ts';

/** What an answer may hold in all. */
const MAX_ANSWER = 4 * 1024 * 1024;
const DEFAULT_PAGE = 100;
/** Characters of a statement. */
const MAX_TEXT = 262_144;

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
  readonly walk: Walk;
}

/** What the engine goes through for a page. */
export interface Walk {
  /** Of the index. */
  readonly entries: number;
  /** Documents. */
  readonly loaded: number;
  /** Of the loaded documents. */
  readonly bytes: number;
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
  // The planner of Microsoft counts the values as well.
  if (sql.length + JSON.stringify([...values.values()]).length > MAX_TEXT)
    throw badRequest('The SQL query text exceeded the maximum limit of 262144 characters');
  const digest = createHash('sha256').update(body).digest('base64url');
  return { query: parseQuery(sql), parameters: values, digest };
}

export function runQuery(container: Container, parsed: ParsedQuery, request: PageRequest): Page {
  const { query, parameters, digest } = parsed;
  const order = orderOf(query);
  const documents = container.all(request.partition, request.asOf);
  const rows = documents
    .filter((document) => matches(query.where, document, parameters))
    .sort((a, b) => order(a.id, b.id));
  const state = stateOf(request.continuation, digest);
  const isBehind = (id: string) => state.after === undefined || order(id, state.after) > 0;
  const window = query.kind === 'count' ? rows : windowOf(rows, query, parameters);
  const rest = window.filter(({ id }) => isBehind(id));
  const page = rest.slice(0, Math.min(fitting(rest), pageSize(request, query), request.cutTo ?? Infinity));
  const isLast = page.length === rest.length && request.cutTo === undefined;
  const last = page.at(-1)?.id;
  const goesOn = isLast && (query.kind === 'count' || window.length < limitOf(query, parameters));
  const passed = documents.filter(({ id }) => isBehind(id) && (goesOn || (last && order(id, last) <= 0)));
  return {
    rows: query.kind === 'count' ? [page.length] : page,
    continuation: isLast ? undefined : encode({ digest, after: last ?? state.after }),
    walk: walkOver(container.definition.id, parsed, passed),
  };
}

/** Rows that need not be ordered come backwards, so that no test can rely on an order. */
const orderOf = (query: Query) => (a: string, b: string) =>
  query.kind === 'rows' && (!query.isOrdered || query.isDescending) ? compareBytes(b, a) : compareBytes(a, b);

/**
 * What the engine goes through to find the rows among the documents. In order of id it goes by the index of ids alone, as
 * no composite index has it beside another property.
 */
function walkOver(
  container: string,
  { query, parameters }: ParsedQuery,
  documents: readonly StoredDocument[],
): Walk {
  const isIndexed = query.kind === 'rows' && query.isOrdered ? isId : isIndexedIn(container);
  const sought = indexUse(query.where, seeks(isIndexed));
  const selected = indexUse(query.where, scans(isIndexed));
  const meets = (where: Expression | undefined) => (document: StoredDocument) =>
    where === undefined || matches(where, document, parameters);
  const entries = documents.filter(meets(sought.where));
  const isServed = query.kind === 'count' && selected.exact;
  const loaded = isServed ? [] : entries.filter(meets(selected.where));
  const bytes = loaded.reduce((sum, document) => sum + sizeOf(document), 0);
  return { entries: entries.length, loaded: loaded.length, bytes };
}

function windowOf(
  rows: readonly StoredDocument[],
  query: Extract<Query, { kind: 'rows' }>,
  parameters: Parameters,
): readonly StoredDocument[] {
  const skip = query.offset === undefined ? 0 : whole(parameterValue(query.offset, parameters));
  return rows.slice(skip, skip + limitOf(query, parameters));
}

const limitOf = ({ limit }: Extract<Query, { kind: 'rows' }>, parameters: Parameters): number =>
  limit === undefined ? Infinity : whole(parameterValue(limit, parameters));

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
    throw badRequest('Not a number of rows');
  return value;
}

const pageSize = ({ maxItems = DEFAULT_PAGE }: PageRequest, query: Query): number =>
  query.kind === 'count' ? Infinity : maxItems;

/** How many rows fit one answer. */
function fitting(rows: readonly StoredDocument[]): number {
  let bytes = 0;
  const tooMany = rows.findIndex((row) => {
    bytes += sizeOf(row);
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
