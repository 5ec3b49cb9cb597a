/**
 * Pages and counts of a container, read so that no statement holds the thread for long: what no index answers is searched
 * for one document after the other, with pauses, and documents are measured before they are read. A document that stays
 * is met exactly once.
 */

import { each, inOnePiece, inPieces, pause } from '../../async/pieces.ts';
import { type Condition, evaluate } from '../../scim/filter/condition.ts';
import {
  type DocumentPage,
  type DocumentQuery,
  MAX_PAGE_BYTES,
  pageWith,
} from '../documents/document-store.ts';
import type { Connection } from './sqlite-connection.ts';
import {
  countSql,
  type From,
  findSql,
  isIndexed,
  pageSql,
  type Sql,
  searchSql,
  sizesSql,
} from './sqlite-query.ts';
import { documentOfRow, type RowText, rowText } from './sqlite-row.ts';

/** Milliseconds. A request with many reads lets others go first behind each that took longer. */
const LONG_READ = 3;

/** Milliseconds of a search; then others go first. It is short, because a request of theirs takes several turns. */
const SLICE = 2;
/** While others have much to do, half as long as they took: a search must come to its end as well. */
const LONGEST_SLICE = 15;

/** So few rows are read without a look at their size. */
export const FEW = 16;

type Search = Pick<DocumentQuery, 'where' | 'after' | 'descending'>;

/** Takes a document that was found. @returns false when no more are wanted */
type Take = (row: () => RowText) => boolean;

export class Reader {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async page(from: From, query: DocumentQuery): Promise<DocumentPage> {
    const started = performance.now();
    const page = new Page(query);
    if (isIndexed(query.where)) await this.#connection.read(() => this.#readPage(from, query, page));
    else await this.#search(from, query, (row) => page.take(row));
    return pageWith(await inPieces(each(page.rows, documentOfRow), LONG_READ, started), page.isCut);
  }

  async count(from: From, where: Condition): Promise<number> {
    if (isIndexed(where)) {
      const counted = () => this.#connection.read(() => this.#first(countSql(from, where)));
      return Number((await inOnePiece(counted, LONG_READ))?.documents);
    }
    let count = 0;
    await this.#search(from, { where }, () => {
      count += 1;
      return true;
    });
    return count;
  }

  #first({ text, values }: Sql) {
    return this.#connection.prepared(text).get(...values);
  }

  #readPage(from: From, query: DocumentQuery, page: Page): void {
    const { text, values } = pageSql(from, query);
    const statement = this.#connection.prepared(text);
    const isSmall = query.limit <= FEW || Number(this.#first(sizesSql(from, query))?.bytes) <= MAX_PAGE_BYTES;
    if (isSmall) for (const row of statement.all(...values)) page.rows.push(rowText(row));
    else for (const row of statement.iterate(...values)) if (!page.add(rowText(row))) return;
  }

  async #search(from: From, query: Search, take: Take): Promise<void> {
    let { after } = query;
    for (let slice = SLICE; ; ) {
      const part = (): string | undefined => this.#searchOn(from, { ...query, after }, take, slice);
      after = await this.#connection.read(part);
      if (after === undefined) return;
      const paused = performance.now();
      await pause();
      slice = Math.min(LONGEST_SLICE, Math.max(SLICE, (performance.now() - paused) / 2));
    }
  }

  /** Until it takes long. @returns the id to go on behind; undefined when there is nothing to go on for */
  #searchOn(from: From, query: Search, take: Take, slice: number): string | undefined {
    const { where } = query;
    const end = performance.now() + slice;
    const { text, values } = searchSql(from, query);
    for (const { id, isEntry, isHit } of this.#connection.prepared(text).iterate(...values)) {
      const row = () => rowText(this.#first(findSql(from, String(id), isEntry === 1)) ?? {});
      const isSelected = isHit === null ? evaluate(where, documentOfRow(row())) : isHit === 1;
      if (isSelected && !take(row)) return undefined;
      if (performance.now() > end) return String(id);
    }
    return undefined;
  }
}

class Page {
  readonly rows: RowText[] = [];
  /** True when it ends before documents that would have made it too large. */
  isCut = false;
  readonly #limit: number;
  /** Documents to pass over. */
  #offset: number;
  #bytes = 0;

  constructor({ limit, offset = 0 }: DocumentQuery) {
    this.#limit = limit;
    this.#offset = offset;
  }

  take(row: () => RowText): boolean {
    if (this.#offset > 0) {
      this.#offset -= 1;
      return true;
    }
    return this.add(row()) && this.rows.length < this.#limit;
  }

  /** @returns false when the page ends before it */
  add(row: RowText): boolean {
    this.#bytes += Buffer.byteLength(row.body);
    this.isCut = this.#bytes > MAX_PAGE_BYTES && this.rows.length > 0;
    if (!this.isCut) this.rows.push(row);
    return !this.isCut;
  }
}
