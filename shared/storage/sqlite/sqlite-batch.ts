/** A batch of the port on a container; inside a transaction, so that a failure leaves nothing behind. */

import { DocumentTooLarge } from '../../store-errors/store-errors.ts';
import {
  type BatchFailure,
  type BatchSuccess,
  type DocumentGuard,
  type DocumentOperation,
  type DocumentPatch,
  type KeptRendition,
  MAX_BATCH_OPERATIONS,
  type StoredDocument,
} from '../documents/document-store.ts';
import { endsRendition, meets, patched } from './document-patch.ts';
import type { Container } from './sqlite-container.ts';
import {
  asDocument,
  bytesOf,
  documentOfRow,
  MAX_BYTES,
  type RowText,
  requireBytes,
  rowOf,
} from './sqlite-row.ts';

/** @throws TypeError for a batch that no store takes */
export function checkBatch(operations: readonly DocumentOperation[]): void {
  if (operations.length > MAX_BATCH_OPERATIONS) {
    throw new TypeError(`${operations.length} operations in one batch`);
  }
  if (new Set(operations.map(idOf)).size < operations.length) {
    throw new TypeError('two operations on one document in one batch');
  }
}

const idOf = (operation: DocumentOperation): string =>
  'document' in operation ? operation.document.id : operation.id;

export class Batch {
  readonly #container: Container;
  readonly #partition: string;
  readonly #now: number;
  /** Of the documents sent so far. */
  #bytes = 0;

  /** @param now milliseconds since the epoch, the same for the whole batch */
  constructor(container: Container, partition: string, now: number) {
    this.#container = container;
    this.#partition = partition;
    this.#now = now;
  }

  apply(operations: readonly DocumentOperation[]): BatchSuccess | BatchFailure {
    const rows: (RowText | undefined)[] = [];
    for (const [index, operation] of operations.entries()) {
      const done = this.#one(operation);
      if (typeof done === 'string') return { ok: false, index, reason: done };
      rows.push(done);
    }
    this.#container.purge(this.#partition, this.#now);
    return {
      ok: true,
      get documents() {
        return documentsOf(rows);
      },
    };
  }

  #one(operation: DocumentOperation): RowText | undefined | BatchFailure['reason'] {
    switch (operation.kind) {
      case 'create':
        return this.#write(operation.document, 'create', operation.rendition);
      case 'upsert':
        return this.#write(operation.document, 'upsert');
      case 'patch':
        return this.#patch(operation);
      case 'guard':
        return this.#guard(operation);
      case 'delete':
        return this.#container.remove(this.#partition, operation.id, this.#now) ? undefined : 'missing';
    }
  }

  #write(document: StoredDocument, kind: 'create' | 'upsert', rendition?: KeptRendition): RowText | 'exists' {
    const row = rowOf(document, this.#now, rendition);
    this.#bytes += bytesOf(row);
    if (this.#bytes > MAX_BYTES) throw new DocumentTooLarge(`a batch of more than ${MAX_BYTES} bytes`);
    if (kind === 'upsert') this.#container.put(this.#partition, row, this.#now);
    else if (!this.#container.add(this.#partition, row, this.#now)) return 'exists';
    return row;
  }

  /** No other batch is written before this one: to look is enough. */
  #guard({ id, when }: DocumentGuard): undefined | 'missing' | 'guard' {
    if (this.#container.meets(this.#partition, id, when, this.#now)) return undefined;
    const current = this.#container.find(this.#partition, id, this.#now);
    if (!current) return 'missing';
    return meets(current, when) ? undefined : 'guard';
  }

  #patch(patch: DocumentPatch): RowText | 'missing' | 'guard' {
    const narrow = this.#container.patch(this.#partition, patch, this.#now);
    if (narrow) return requireBytes(narrow);
    const current = this.#container.find(this.#partition, patch.id, this.#now);
    if (!current) return 'missing';
    if (!meets(current, patch.when)) return 'guard';
    const row = rowOf(asDocument(patched(current, patch)), this.#now, patch.rendition);
    if (endsRendition(patch)) this.#container.put(this.#partition, row, this.#now);
    else this.#container.keep(this.#partition, row, this.#now);
    return row;
  }
}

/** Most callers look at one document, or at none: each is made from its row when it is asked for. */
function documentsOf(rows: readonly (RowText | undefined)[]): BatchSuccess['documents'] {
  const documents = new Array<StoredDocument | undefined>(rows.length);
  for (const [index, row] of rows.entries()) {
    Object.defineProperty(documents, index, { enumerable: true, get: () => row && documentOfRow(row) });
  }
  return documents;
}
