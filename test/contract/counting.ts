/** A document store that counts its requests and can fail any of them. */

import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { StoreUnavailable } from '../../shared/store-errors/store-errors.ts';

export interface Costs {
  read: number;
  batch: number;
  query: number;
  count: number;
}

export interface CountingStore extends DocumentStore {
  /** Requests since the last call. */
  spent(): Costs;
}

export function counting(inner: DocumentStore): CountingStore {
  let costs: Costs = { read: 0, batch: 0, query: 0, count: 0 };
  const counted = <Result>(kind: keyof Costs, run: () => Promise<Result>) => {
    costs[kind] += 1;
    return run();
  };
  return {
    read: (...args) => counted('read', () => inner.read(...args)),
    batch: (...args) => counted('batch', () => inner.batch(...args)),
    query: (...args) => counted('query', () => inner.query(...args)),
    count: (...args) => counted('count', () => inner.count(...args)),
    spent() {
      const spent = costs;
      costs = { read: 0, batch: 0, query: 0, count: 0 };
      return spent;
    },
  };
}

/** Stops at request number `last + 1`: as if the process died there. */
export function dyingAfter(
  inner: DocumentStore,
  last: number,
): DocumentStore & { readonly died: () => boolean } {
  let requests = 0;
  const step = <Result>(run: () => Promise<Result>): Promise<Result> => {
    requests += 1;
    if (requests > last) return Promise.reject(new StoreUnavailable('the process died'));
    return run();
  };
  return {
    read: (...args) => step(() => inner.read(...args)),
    batch: (...args) => step(() => inner.batch(...args)),
    query: (...args) => step(() => inner.query(...args)),
    count: (...args) => step(() => inner.count(...args)),
    died: () => requests > last,
  };
}

/** Does batch number `which` and loses its answer. */
export function losingAnswer(
  inner: DocumentStore,
  which: number,
): DocumentStore & { readonly lost: () => boolean } {
  let batches = 0;
  return {
    ...inner,
    read: inner.read.bind(inner),
    query: inner.query.bind(inner),
    count: inner.count.bind(inner),
    async batch(partition, operations) {
      batches += 1;
      const isLost = batches === which;
      const outcome = await inner.batch(partition, operations);
      if (isLost) throw new StoreUnavailable('the answer was lost', { ambiguous: true });
      return outcome;
    },
    lost: () => batches >= which,
  };
}

/** Does the batch that writes a large change down, and nothing behind it: as if the process died there. */
export function dyingOnceOpen(inner: DocumentStore): DocumentStore {
  let open = false;
  const step = <Result>(run: () => Promise<Result>): Promise<Result> =>
    open ? Promise.reject(new StoreUnavailable('the process died')) : run();
  return {
    read: (...args) => step(() => inner.read(...args)),
    query: (...args) => step(() => inner.query(...args)),
    count: (...args) => step(() => inner.count(...args)),
    batch: (...args) =>
      step(async () => {
        const outcome = await inner.batch(...args);
        const [, operations] = args;
        open ||=
          outcome.ok && operations.some((one) => one.kind === 'create' && one.document.type === 'intent');
        return outcome;
      }),
  };
}
