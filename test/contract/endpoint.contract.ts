/** The contract suites on a Cosmos DB endpoint from outside; `npm run contract` sets where it is. */

import { randomUUID } from 'node:crypto';
import { AzureCliCredential } from '@azure/identity';
import { createMissing } from '../../shared/storage/cosmos/containers.ts';
import { cosmosClient } from '../../shared/storage/cosmos/cosmos-client.ts';
import { type CosmosRequest, openCosmos } from '../../shared/storage/cosmos/cosmos-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { resourceStore } from '../../shared/storage/resources/store.ts';
import { OPERATIONS, populate } from '../cosmos/operations.ts';
import { lifetimes } from './document-store/lifetimes.ts';
import { describeDocumentStore } from './document-store.ts';
import { describeFilters } from './filters.ts';
import { describeResourceStore } from './resource-store.ts';

const optional = (name: string): string | undefined => process.env[name] || undefined;

const setting = (name: string): string => {
  const value = optional(name);
  if (!value) throw new Error(`${name} is not set: start this suite by npm run contract`);
  return value;
};

const endpoint = setting('CONTRACT_ENDPOINT');
const key = optional('CONTRACT_KEY');
const database = setting('CONTRACT_DATABASE');
const container = 'resources';

/** Without a key whoever is signed in with `az login` asks, and the database and its container are there. */
const client = () =>
  cosmosClient(key === undefined ? { endpoint, credential: new AzureCliCredential() } : { endpoint, key });
const connect = (onRequest: (request: CosmosRequest) => void = () => undefined) =>
  openCosmos({ client: client(), database, container, onRequest });

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

beforeAll(() => (key === undefined ? undefined : createMissing(client(), database, [container])));

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

describe('request units, beside those of the model (docs/cosmos.md)', () => {
  const lines: string[] = [];
  afterAll(() => process.stdout.write(`\nRU, model, operation\n${lines.join('\n')}\n\n`));

  it.each(OPERATIONS)('$name', async ({ name, before, run, units }) => {
    let charged = 0;
    const store = connect(({ charge }) => {
      charged += charge;
    });
    const stage = await populate(resourceStore(inPartitions(store, randomUUID())));
    await before?.(stage);
    charged = 0;
    await run(stage);
    lines.push([charged.toFixed(2).padStart(8), String(units).padStart(6), `  ${name}`].join(''));
    expect(charged).toBeGreaterThan(0);
  });
});
