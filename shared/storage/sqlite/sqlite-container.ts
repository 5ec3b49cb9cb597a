/**
 * The tables of one container. Entries of the provisioning log are written with every change and read seldom: they have
 * a table of their own with fewer indexes. The port knows nothing of it; any other document may have such an id, too.
 */

import type { DocumentPatch, Guard } from '../documents/document-store.ts';
import type { Connection } from './sqlite-connection.ts';
import { isLogged, logTable, mayBeLogged } from './sqlite-placement.ts';
import type { Row, RowText, WholeDocument } from './sqlite-row.ts';
import { Table } from './sqlite-table.ts';

/** Milliseconds from a look for expired documents that left none until the next one. */
const PURGE_PAUSE = 1000;

const RENDITION = ['revision', 'layout', 'rendition'] as const;

export class Container {
  readonly name: string;
  readonly #documents: Table;
  readonly #log: Table;
  /** By partition, when a look left none; milliseconds since the epoch. */
  readonly #purged = new Map<string, number>();

  constructor(connection: Connection, name: string) {
    this.name = name;
    const looked = ['listed', 'groupId', 'memberId', 'owes', 'externalId'] as const;
    this.#documents = new Table(connection, name, ['type', ...looked, 'expires', ...RENDITION, 'k', 'body']);
    this.#log = new Table(connection, logTable(name), ['expires', 'k', 'body']);
  }

  find(partition: string, id: string, now: number): WholeDocument | undefined {
    const entry = mayBeLogged(id) ? this.#log.find(partition, id, now) : undefined;
    return entry ?? this.#documents.find(partition, id, now);
  }

  put(partition: string, row: Row, now: number): void {
    const [table, other] = this.#placeOf(row);
    other?.remove(partition, row.id, now);
    table.put(partition, row, now);
  }

  /** The same for a document that is there: its rendition stays. */
  keep(partition: string, row: Row, now: number): void {
    const [table, other] = this.#placeOf(row);
    other?.remove(partition, row.id, now);
    table.keep(partition, row, now);
  }

  /** @returns false when there is a document with this id. */
  add(partition: string, row: Row, now: number): boolean {
    const [table, other] = this.#placeOf(row);
    return !other?.find(partition, row.id, now) && table.add(partition, row, now);
  }

  /** Whether there is a document that meets `when`; false may also say that only the document itself tells. */
  meets(partition: string, id: string, when: Guard, now: number): boolean {
    return !mayBeLogged(id) && this.#documents.meets(partition, id, when, now);
  }

  /** @returns the row as it is now; undefined when nothing was done, or a plain change has to do it */
  patch(partition: string, patch: DocumentPatch, now: number): RowText | undefined {
    return mayBeLogged(patch.id) ? undefined : this.#documents.patch(partition, patch, now);
  }

  /** @returns false when there is no such document. */
  remove(partition: string, id: string, now: number): boolean {
    return (
      (mayBeLogged(id) && this.#log.remove(partition, id, now)) || this.#documents.remove(partition, id, now)
    );
  }

  /** Removes some of the documents that are past their time. */
  purge(partition: string, now: number): void {
    if (Math.abs(now - (this.#purged.get(partition) ?? -Infinity)) < PURGE_PAUSE) return;
    const more = [this.#documents, this.#log].map((table) => table.purge(partition, now));
    if (!more.includes(true)) this.#purged.set(partition, now);
  }

  /** The table of a row, and the other one in which its id may be taken. */
  #placeOf(row: Row): readonly [Table, Table?] {
    if (!mayBeLogged(row.id)) return [this.#documents];
    return isLogged(row) ? [this.#log, this.#documents] : [this.#documents, this.#log];
  }
}
