/** The database and containers of a first start on an emulator; in Azure the deployment makes them. */

import type { CosmosClient } from '@azure/cosmos';
import { isLoopback } from './cosmos-client.ts';
import { PARTITION_KEY_PATH } from './cosmos-document.ts';
import { persist } from './cosmos-retry.ts';
import indexingPolicy from './indexing-policy.json' with { type: 'json' };

export async function createMissing(
  client: CosmosClient,
  database: string,
  containers: readonly string[],
): Promise<void> {
  if (!isLoopback(await client.getWriteEndpoint())) {
    throw new TypeError('databases are created on an emulator only; in Azure the deployment creates them');
  }
  await persist('read', () => client.databases.createIfNotExists({ id: database }));
  for (const id of containers) {
    await persist('read', () =>
      client.database(database).containers.createIfNotExists(containerDefinition(id)),
    );
  }
}

/** Version 2 of the partition key hash takes keys of up to 2 KB. A `defaultTtl` of -1: only documents with a `ttl` expire. */
const containerDefinition = (id: string) => ({
  id,
  partitionKey: { paths: [PARTITION_KEY_PATH], version: 2 },
  defaultTtl: -1,
  indexingPolicy: { ...indexingPolicy, indexingMode: 'consistent' as const },
});
