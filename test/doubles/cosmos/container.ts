/** A container's documents with their recent versions: what a replica that lags behind would answer. */

import { randomBytes } from 'node:crypto';
import type { JsonRecord } from './wire.ts';

export type StoredDocument = JsonRecord & {
  readonly id: string;
  readonly _ts: number;
  readonly _etag: string;
};

interface Version {
  /** The container's counter of writes (log sequence number) when this version was written. */
  readonly lsn: number;
  /** Undefined: deleted. */
  readonly document: StoredDocument | undefined;
}

/** Writes that a lagging replica may be behind. */
const KEPT_WRITES = 100;

export class Container {
  readonly definition: JsonRecord & { readonly id: string };
  /** Eight bytes: the SDK keeps no session token for any other length. */
  readonly rid = randomBytes(8).toString('base64').replaceAll('/', '-');
  readonly #now: () => number;
  readonly #partitions = new Map<string, Map<string, Version[]>>();
  lsn = 1;

  constructor(definition: JsonRecord & { readonly id: string }, now: () => number) {
    this.definition = definition;
    this.#now = now;
  }

  read(partition: string, id: string, asOf = this.lsn): StoredDocument | undefined {
    return this.#visible(this.#partitions.get(partition)?.get(id), asOf);
  }

  /** In no particular order. */
  all(partition: string, asOf = this.lsn): StoredDocument[] {
    const documents = this.#partitions.get(partition)?.values() ?? [];
    return [...documents].flatMap((versions) => this.#visible(versions, asOf) ?? []);
  }

  /** One write: all changes become visible with the same log sequence number. */
  commit(partition: string, changes: ReadonlyMap<string, StoredDocument | undefined>): void {
    this.lsn += 1;
    const documents = this.#partitions.get(partition) ?? new Map<string, Version[]>();
    this.#partitions.set(partition, documents);
    for (const [id, document] of changes) {
      const versions = (documents.get(id) ?? []).slice(-KEPT_WRITES);
      documents.set(id, [...versions, { lsn: this.lsn, document }]);
    }
  }

  /** The document as it is stored: with the service's own properties. */
  stamp(document: JsonRecord & { readonly id: string }): StoredDocument {
    const etag = randomBytes(16)
      .toString('hex')
      .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    return {
      ...document,
      _rid: this.rid,
      _self: `dbs/x/colls/${this.rid}/docs/${etag}/`,
      _etag: `"${etag}"`,
      _attachments: 'attachments/',
      _ts: Math.floor(this.#now() / 1000),
    };
  }

  #visible(versions: readonly Version[] = [], asOf: number): StoredDocument | undefined {
    const document = versions.findLast(({ lsn }) => lsn <= asOf)?.document;
    return document && !this.#isExpired(document) ? document : undefined;
  }

  /** A document's `ttl` counts only when the container has a default, be it -1 (never). */
  #isExpired(document: StoredDocument): boolean {
    const { defaultTtl } = this.definition;
    const ttl = defaultTtl === undefined ? undefined : (document.ttl ?? defaultTtl);
    return typeof ttl === 'number' && ttl > 0 && this.#now() >= (document._ts + ttl) * 1000;
  }
}
