/**
 * PORT. JSON documents in one logical partition, with exactly the guarantees that Cosmos DB gives and SQLite can
 * give: point reads, conditional patches, atomic batches, queries in id order. Everything above (resources,
 * memberships, reservations) is written once against this port; one contract suite holds for every adapter.
 */

import type { Condition } from '../../scim/filter/condition.ts';
import type { Json } from '../../scim/json.ts';

/** `ttl`: seconds until the store forgets the document, counted from its last write. */
export interface StoredDocument {
  readonly id: string;
  readonly type: string;
  readonly ttl?: number;
  readonly [property: string]: Json | undefined;
}

/** Top-level properties that must be equal; `undefined` demands that the property is absent. */
export type Guard = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * `set` and `remove` name properties by JSON pointer (`/r`, `/k/meta/lastModified`; the parent must be there),
 * `increment` adds to a number. At most 10 properties together (Cosmos DB's limit).
 */
export interface DocumentPatch {
  readonly kind: 'patch';
  readonly id: string;
  readonly set?: Readonly<Record<string, Json>>;
  readonly remove?: readonly string[];
  readonly increment?: Readonly<Record<string, number>>;
  readonly rendition?: KeptRendition | undefined;
  readonly when: Guard;
}

/**
 * The document has to meet `when`, and a write of it that is under way at the same time fails this batch or is failed by it.
 * A store whose reads do not conflict with writes sets its property `touched`.
 */
export interface DocumentGuard {
  readonly kind: 'guard';
  readonly id: string;
  /** Of this write: what `touched` is set to. */
  readonly touched: string;
  readonly when: Guard;
}

/**
 * Text made of a document, for a store that keeps it beside the document and gives it back (`readRenditions`). It is gone
 * with the next write that brings no new one and touches `/r`.
 */
export interface KeptRendition {
  readonly text: string;
  /** What it was made by. */
  readonly layout: string;
}

export type DocumentOperation =
  | {
      readonly kind: 'create';
      readonly document: StoredDocument;
      readonly rendition?: KeptRendition | undefined;
    }
  /** Creates or replaces. */
  | { readonly kind: 'upsert'; readonly document: StoredDocument }
  | DocumentPatch
  | DocumentGuard
  | { readonly kind: 'delete'; readonly id: string };

/** The first operation that could not be done; then nothing was. */
export interface BatchFailure {
  readonly ok: false;
  readonly index: number;
  /** `exists`: create of a taken id. `missing`: patch, guard or delete of no document. `guard`: a `when` was not met. */
  readonly reason: 'exists' | 'missing' | 'guard';
}

/** `documents[i]` is the document as operation `i` left it; undefined after a delete, of no use for a guard. */
export interface BatchSuccess {
  readonly ok: true;
  readonly documents: readonly (StoredDocument | undefined)[];
}

export interface DocumentQuery {
  /** Paths start at the document: `['type']`, `['k', 'userName']`. */
  readonly where: Condition;
  /**
   * Only ids that begin with this, as those of all documents of the type do where `where` asks for one: tells a store that
   * reads in order of id where to look.
   */
  readonly prefix?: string | undefined;
  /** Only ids behind this one: greater, or smaller in descending order. */
  readonly after?: string | undefined;
  /** The greatest id first. */
  readonly descending?: boolean | undefined;
  readonly offset?: number;
  readonly limit: number;
  /** How many documents `where` selects, about, where that is known. */
  readonly hits?: number;
  /**
   * All of them are wanted, in one page if that may be: a store that does not find them in order of id may answer with
   * more than `limit`, which is then all that there are, or with a cut page of none where they are too many for that. The
   * caller goes on without `atOnce`.
   */
  readonly atOnce?: boolean;
}

/** In order of id (UTF-8 bytes), ascending if not asked otherwise; at most `limit`, fewer only when there are no more or the page is cut. */
export type DocumentPage = Page<StoredDocument>;

export interface Page<Item> extends ReadonlyArray<Item> {
  /** True when the page ends early because what is on it is large: there may be more. It has at least one; see `atOnce`. */
  readonly isCut?: boolean;
}

export const pageWith = <Item>(items: readonly Item[], isCut: boolean): Page<Item> =>
  isCut ? Object.assign([...items], { isCut }) : items;

/** Bytes of JSON text, about, of the documents of one page, but for a single larger one. */
export const MAX_PAGE_BYTES = 16_000_000;

export const MAX_BATCH_OPERATIONS = 100;

/**
 * Every method throws StoreUnavailable when the store cannot be reached, is throttled past its retries, or the outcome
 * of a write is unknown (`ambiguous`). Reads see every write whose answer this process has seen.
 */
export interface DocumentStore {
  /** @returns undefined when there is no such document. */
  read(partition: string, id: string): Promise<StoredDocument | undefined>;
  /** All or nothing, at most MAX_BATCH_OPERATIONS operations on different documents. */
  batch(partition: string, operations: readonly DocumentOperation[]): Promise<BatchSuccess | BatchFailure>;
  query(partition: string, query: DocumentQuery): Promise<DocumentPage>;
  count(partition: string, where: Condition): Promise<number>;
  /**
   * Documents of one type, in ascending order of id, with what one statement reads of them and beside them. Undefined in
   * a store that keeps no renditions.
   */
  readRenditions?(partition: string, select: RenditionSelection): Promise<RenditionRows>;
}

export interface RenditionSelection {
  readonly type: string;
  /** What the ids of these documents begin with. */
  readonly prefix: string;
  /** With the groups that memberships name for each. */
  readonly withGroups: boolean;
  readonly which: ById | ByOwner | ByPlace;
}

interface ById {
  readonly id: string;
}

/** The one that the document `ownedBy` names as its `owner`, without the prefix, if it has this search key. */
interface ByOwner {
  readonly ownedBy: string;
  readonly key: readonly [name: string, value: string];
}

interface ByPlace extends Pick<DocumentQuery, 'after' | 'offset' | 'limit'> {
  /** Groups that are told of each at most; all by default. */
  readonly maxGroups?: number;
}

export interface RenditionRows {
  readonly rows: Page<RenditionRow>;
  /** A document of the partition has `owes: true`. */
  readonly isOwed: boolean;
}

export interface RenditionRow {
  readonly id: string;
  readonly revision: number;
  readonly rendition: KeptRendition | undefined;
  /** Ids of the memberships with this member, in ascending order; no more than were asked for. */
  readonly membershipIds: readonly string[];
}

/** What a later version has changed is not to be guessed: it is refused, with nothing touched. */
export const writtenLater = (what: 'tables' | 'keys', version: number, known: number): Error =>
  new Error(
    `The data was written by a later version of this software (${what} of version ${version}; this one knows ${known}): start that version, or put back a copy of the data from before it`,
  );
