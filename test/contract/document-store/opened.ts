/** What a check of the contract gets to work with. */

import type { Condition, KeyPath } from '../../../shared/scim/filter/condition.ts';
import type { Json } from '../../../shared/scim/json.ts';
import type { Comparable } from '../../../shared/scim/resource/compare.ts';
import type {
  DocumentOperation,
  DocumentStore,
  StoredDocument,
} from '../../../shared/storage/documents/document-store.ts';

export interface OpenedStore {
  readonly store: DocumentStore;
  /** The same documents after a restart; left out by a store that does not outlive the process. */
  readonly reopen?: () => Promise<DocumentStore>;
  readonly close?: () => void | Promise<void>;
}

/** @param options `now`: the clock that `ttl` counts by, milliseconds since the epoch */
export type OpenStore = (options: { readonly now: () => number }) => Promise<OpenedStore>;

export interface Stage extends OpenedStore {
  readonly clock: { readonly pass: (seconds: number) => void };
}

export type Check = (title: string, body: (store: DocumentStore, stage: Stage) => Promise<void>) => void;

export const PARTITION = 'AcDemo';

export const user = (id: string, properties: Readonly<Record<string, Json>> = {}): StoredDocument => ({
  id,
  type: 'user',
  revision: 1,
  ...properties,
});

export const create = (document: StoredDocument): DocumentOperation => ({ kind: 'create', document });
export const upsert = (document: StoredDocument): DocumentOperation => ({ kind: 'upsert', document });

/** Keeps `documents`, however many, in `partition`. */
export async function keep(
  store: DocumentStore,
  documents: readonly StoredDocument[],
  partition = PARTITION,
): Promise<void> {
  for (let start = 0; start < documents.length; start += 100) {
    const operations = documents.slice(start, start + 100).map(upsert);
    expect(await store.batch(partition, operations)).toMatchObject({ ok: true });
  }
}

export const compare = (
  path: KeyPath,
  comparator: Extract<Condition, { kind: 'compare' }>['comparator'],
  value: Comparable,
): Condition => ({ kind: 'compare', path, comparator, value });

export const equal = (path: KeyPath, value: Comparable): Condition => compare(path, 'eq', value);
export const present = (path: KeyPath): Condition => ({ kind: 'present', path });
export const any = (path: KeyPath, where: Condition): Condition => ({ kind: 'any', path, where });
export const not = (term: Condition): Condition => ({ kind: 'not', term });
export const all = (...terms: readonly Condition[]): Condition => ({ kind: 'and', terms });
export const either = (...terms: readonly Condition[]): Condition => ({ kind: 'or', terms });
export const oneOf = (path: KeyPath, values: readonly string[]): Condition => ({ kind: 'in', path, values });

export const everything: Condition = all();

export async function idsOf(
  store: DocumentStore,
  where: Condition,
  partition = PARTITION,
): Promise<string[]> {
  const page = await store.query(partition, { where, limit: 1000 });
  return page.map(({ id }) => id);
}
