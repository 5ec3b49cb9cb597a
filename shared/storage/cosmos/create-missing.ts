/** The database and containers of a first start on an emulator; in Azure the deployment makes them. */

import type { CosmosClient } from '@azure/cosmos';
import { CONTAINERS, type ContainerName, containerDefinition } from './containers.ts';
import { isLoopback } from './cosmos-client.ts';
import { persist } from './cosmos-retry.ts';

export async function createMissing(
  client: CosmosClient,
  database: string,
  containers: readonly ContainerName[] = CONTAINERS,
): Promise<void> {
  if (!isLoopback(await client.getWriteEndpoint())) {
    throw new TypeError('databases are created on an emulator only; in Azure the deployment creates them');
  }
  await persist('read', () => client.databases.createIfNotExists({ id: database }));
  for (const name of containers) {
    await persist('read', () =>
      client.database(database).containers.createIfNotExists(containerDefinition(name)),
    );
  }
}
