/**
 * Pages and counts of a container, read so that no statement holds the thread for long: a query that no index answers is
 * read in slices of the ids, one after the other, and documents are measured before they are read. A document is in one
 * slice as long as it is there: none is missed, and none is met twice.
 */

import { each, inOnePiece, inPieces } from '../../async/pieces.ts';
import type { Condition } from '../../scim/filter/condition.ts';
import {
  type DocumentPage,
  type DocumentQuery,
  MAX_PAGE_BYTES,
  pageWith,
} from '../documents/document-store.ts';
import type { Connection } from './sqlite-connection.ts';
import {
  countSql,
  endSql,
  type From,
  isIndexed,
  pageSql,
  type Range,
  type Sql,
  sizesSql,
} from './sqlite-query.ts';
import { documentOfRow, type RowText, rowText } from './sqlite-row.ts';

/** Milliseconds. A request with many reads lets others go first behind each that took longer. */
const LONG_READ = 3;

/** Milliseconds that a slice should take. Others go first behind each that took half of it: a request of theirs takes several turns. */
const SLICE = 2;
/** Rows of the first slice, and of the largest. */
const FIRST_SLICE = 64;
const LARGEST_SLICE = 8192;

/** So few rows are read without a look at their size. */
export const FEW = 16;

/** Takes what a range of ids has; without one, all that there is. @returns true when that is enough */
type Take = (range?: Range) => boolean;

export class Reader {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async page(from: From, query: DocumentQuery): Promise<DocumentPage> {
    const started = performance.now();
    const page = new Page(this.#connection, from, query);
    await this.#read(from, query, (range) => page.take(range));
    return pageWith(await inPieces(each(page.rows, documentOfRow), LONG_READ, started), page.isCut);
  }

  async count(from: From, where: Condition): Promise<number> {
    let count = 0;
    await this.#read(from, { where }, (range) => {
      count += countIn(this.#connection, from, where, range);
      return false;
    });
    return count;
  }

  /** A slice that took long makes the next one shorter. */
  async #read(
    origin: From,
    { where, after }: Pick<DocumentQuery, 'where' | 'after'>,
    take: Take,
  ): Promise<void> {
    if (isIndexed(where)) return inOnePiece(() => this.#connection.read(() => void take()), LONG_READ);
    let isEnough = false;
    let start: string | undefined = after ?? '';
    let length = FIRST_SLICE;
    while (start !== undefined && !isEnough) {
      const from = start;
      const slice = () => {
        const started = performance.now();
        const until = endOf(this.#connection, origin, where, from, length);
        isEnough = take({ after: from, until });
        const isShort = performance.now() - started < SLICE;
        length = isShort ? Math.min(length * 2, LARGEST_SLICE) : Math.max(FIRST_SLICE, length / 2);
        return until;
      };
      start = await inOnePiece(() => this.#connection.read(slice), SLICE / 2);
    }
  }
}

class Page {
  readonly rows: RowText[] = [];
  /** True when it ends before documents that would have made it too large. */
  isCut = false;
  readonly #connection: Connection;
  readonly #from: From;
  readonly #query: DocumentQuery;
  #bytes = 0;
  /** Documents to pass over. */
  #offset: number;

  constructor(connection: Connection, from: From, query: DocumentQuery) {
    this.#connection = connection;
    this.#from = from;
    this.#query = query;
    this.#offset = query.offset ?? 0;
  }

  take(range?: Range): boolean {
    const { where, limit } = this.#query;
    if (range && this.#offset > 0) {
      const passed = countIn(this.#connection, this.#from, where, range);
      if (passed <= this.#offset) {
        this.#offset -= passed;
        return false;
      }
    }
    this.#add({ ...this.#query, limit: limit - this.rows.length, offset: this.#offset }, range);
    this.#offset = 0;
    return this.isCut || this.rows.length >= limit;
  }

  #add(query: DocumentQuery, range: Range | undefined): void {
    const { text, values } = pageSql(this.#from, query, range);
    const statement = this.#connection.prepared(text);
    const bytes = this.#bytesBefore(query, range);
    if (bytes !== undefined && this.#bytes + bytes <= MAX_PAGE_BYTES) {
      this.#bytes += bytes;
      for (const row of statement.all(...values)) this.rows.push(rowText(row));
      return;
    }
    for (const row of statement.iterate(...values)) {
      const one = rowText(row);
      this.#bytes += Buffer.byteLength(one.body);
      this.isCut = this.#bytes > MAX_PAGE_BYTES && this.rows.length > 0;
      if (this.isCut) return;
      this.rows.push(one);
    }
  }

  /** Of what is found by an index; to search a range twice would cost more than to read its rows one by one. */
  #bytesBefore(query: DocumentQuery, range: Range | undefined): number | undefined {
    if (query.limit <= FEW) return 0;
    return range ? undefined : Number(first(this.#connection, sizesSql(this.#from, query))?.bytes);
  }
}

function countIn(connection: Connection, from: From, where: Condition, range?: Range): number {
  return Number(first(connection, countSql(from, where, range))?.documents);
}

/** The last id of the slice; undefined when it is the last one. */
function endOf(
  connection: Connection,
  from: From,
  where: Condition,
  after: string,
  length: number,
): string | undefined {
  const id = first(connection, endSql(from, where, after, length))?.id;
  return typeof id === 'string' ? id : undefined;
}

const first = (connection: Connection, { text, values }: Sql) => connection.prepared(text).get(...values);
