/**
 * One account's documents, and the clock: what every part of the resource store works on. It knows how to read many
 * documents and how to write under competition; it does not know what the documents mean.
 */

import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { pause } from '../../../async/pieces.ts';
import { inParallel } from '../../../async/promises.ts';
import type { Condition } from '../../../scim/filter/condition.ts';
import { StoreUnavailable } from '../../../store-errors/store-errors.ts';
import { oneOf } from '../../documents/conditions.ts';
import { DEADLINE, inTime } from '../../documents/deadline.ts';
import type {
  BatchFailure,
  BatchSuccess,
  DocumentOperation,
  DocumentPage,
  DocumentQuery,
  DocumentStore,
  RenditionRows,
  RenditionSelection,
  StoredDocument,
} from '../../documents/document-store.ts';
import { chunks, pagesOf, type Selection } from '../../documents/pages.ts';

/** Documents of one query; a longer list is not read at one moment. */
export const ONE_PAGE = 1000;

/** Ids that are read one by one: together they cost less than the query for them. */
const POINT_READS = 5;

/** Ids that one query names, and such queries that run at the same time. */
const IDS_PER_QUERY = 500;
const QUERIES_AT_ONCE = 10;

export class Partition {
  readonly accountId: string;
  readonly #documents: DocumentStore;
  readonly #now: () => number;

  /** @param now milliseconds since the epoch */
  constructor(documents: DocumentStore, accountId: string, now: () => number) {
    this.#documents = documents;
    this.accountId = accountId;
    this.#now = now;
  }

  /** The same for work that ends in time, whatever the store does: counted from now. */
  inTime(): Partition {
    return new Partition(inTime(this.#documents), this.accountId, this.#now);
  }

  /** Whether the store has a use for the rendition of a resource that is written. */
  get keepsRenditions(): boolean {
    return this.#documents.readRenditions !== undefined;
  }

  /** @returns undefined in a store that keeps no renditions */
  async renditions(select: RenditionSelection): Promise<RenditionRows | undefined> {
    return this.#documents.readRenditions?.(this.accountId, select);
  }

  /** Milliseconds since the epoch. */
  now(): number {
    return this.#now();
  }

  /** A new SCIM id: a UUID version 7, greater than every earlier one of this process. */
  newId(): string {
    return uuidv7();
  }

  /** By which a write is known again; in no order. */
  newOperationId(): string {
    return randomUUID();
  }

  read(id: string): Promise<StoredDocument | undefined> {
    return this.#documents.read(this.accountId, id);
  }

  query(query: DocumentQuery): Promise<DocumentPage> {
    return this.#documents.query(this.accountId, query);
  }

  count(where: Condition): Promise<number> {
    return this.#documents.count(this.accountId, where);
  }

  /** All documents that are selected, in order of id. */
  async scan(select: Selection): Promise<StoredDocument[]> {
    const found: StoredDocument[] = [];
    for await (const page of this.pages(select)) found.push(...page);
    return found;
  }

  /** The same a page at a time; a page is read when it is asked for. */
  pages(select: Selection): AsyncGenerator<DocumentPage> {
    return pagesOf(this.#documents, this.accountId, { ...select, limit: ONE_PAGE });
  }

  /** Those of the documents that are there. */
  async readMany(ids: readonly string[]): Promise<StoredDocument[]> {
    if (ids.length <= POINT_READS) {
      const found = await Promise.all(ids.map((id) => this.read(id)));
      return found.filter((document) => document !== undefined);
    }
    const queries = chunks(ids, IDS_PER_QUERY);
    const found = await inParallel(queries, QUERIES_AT_ONCE, async (some) => {
      // A store in this process answers at once: started together, the queries would hold the thread as one.
      if (queries.length > 1) await pause();
      return this.scan({ where: oneOf('id', some), atOnce: true });
    });
    return found.flat();
  }

  /** Writes all operations or none. Throws an ambiguous StoreUnavailable when the answer is lost. */
  batch(operations: readonly DocumentOperation[]): Promise<BatchSuccess | BatchFailure> {
    return this.#documents.batch(this.accountId, operations);
  }
}

/** Lost races before a request gives up: far more than clients in parallel on one resource. */
const MAX_RACES = 60;
/** Writes whose answer is lost: each may have cost a whole time-out of the store. */
const MAX_LOST_ANSWERS = 3;
/**
 * Runs `attempt` until it has a result, on what is there each time.
 * @param attempt returns undefined when it lost a race; throws an ambiguous StoreUnavailable when the answer to a write
 * was lost, and then the next attempt finds out whether the write happened
 * @throws StoreUnavailable the last lost answer, or that there are too many parallel changes, when no further attempt as
 * long as the last one ends before the deadline
 */
export async function retry<Result>(attempt: () => Promise<Result | undefined>): Promise<Result> {
  const end = performance.now() + DEADLINE;
  let lostAnswers = 0;
  let lost: StoreUnavailable | undefined;
  for (let races = 0; races < MAX_RACES; races += 1) {
    const started = performance.now();
    try {
      const result = await attempt();
      if (result !== undefined) return result;
    } catch (error) {
      if (!isLostAnswer(error)) throw error;
      lost = error;
      lostAnswers += 1;
    }
    const now = performance.now();
    if (lostAnswers >= MAX_LOST_ANSWERS || now + (now - started) > end) break;
    await sleep(Math.random() * Math.min(2 ** races, 50));
  }
  throw lost ?? new StoreUnavailable('too many parallel changes of one resource', { retryAfter: 1 });
}

/** The write may or may not have happened. */
export const isLostAnswer = (error: unknown): error is StoreUnavailable =>
  error instanceof StoreUnavailable && error.ambiguous;

/** For a write whose effect is seen by whoever goes on with the work: undefined when its answer is lost. */
export const unlessLost = <Outcome>(writing: Promise<Outcome>): Promise<Outcome | undefined> =>
  writing.catch((error: unknown) => {
    if (isLostAnswer(error)) return undefined;
    throw error;
  });

/** Runs the rest of a committed change; when the store cannot go on now, a later request finishes it. */
export async function finishLater(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}
