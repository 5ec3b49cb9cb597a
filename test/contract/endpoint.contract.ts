/** The contract suites on a Cosmos DB endpoint from outside; `npm run contract` sets where it is. */

import { randomUUID } from 'node:crypto';
import { createMissing } from '../../shared/storage/cosmos/containers.ts';
import { cosmosClient } from '../../shared/storage/cosmos/cosmos-client.ts';
import { openCosmos } from '../../shared/storage/cosmos/cosmos-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { lifetimes } from './document-store/lifetimes.ts';
import { describeDocumentStore } from './document-store.ts';
import { describeFilters } from './filters.ts';
import { describeResourceStore } from './resource-store.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start this suite by npm run contract`);
  return value;
};

const endpoint = setting('CONTRACT_ENDPOINT');
const key = setting('CONTRACT_KEY');
const database = setting('CONTRACT_DATABASE');
const container = 'resources';

const connect = () => openCosmos({ client: cosmosClient({ endpoint, key }), database, container });

/** Partitions of its own for each check stand for a fresh store: containers take seconds to make. */
function inPartitions(store: DocumentStore, run: string): DocumentStore {
  const within = (partition: string) => `${run} ${partition}`;
  return {
    read: (partition, id) => store.read(within(partition), id),
    batch: (partition, operations) => store.batch(within(partition), operations),
    query: (partition, query) => store.query(within(partition), query),
    count: (partition, where) => store.count(within(partition), where),
  };
}

beforeAll(() => createMissing(cosmosClient({ endpoint, key }), database, [container]));

const titles: string[] = [];
lifetimes((title) => titles.push(title));

describeDocumentStore(
  endpoint,
  async () => {
    const run = randomUUID();
    return { store: inPartitions(connect(), run), reopen: async () => inPartitions(connect(), run) };
  },
  { skip: [{ reason: 'the clock of a real service cannot be set', titles }] },
);

describeResourceStore(endpoint, async () => {
  const run = randomUUID();
  return { connect: () => inPartitions(connect(), run) };
});

describeFilters(endpoint, async () => inPartitions(connect(), randomUUID()));
