/** Opens the document stores that the settings name; loads only the product that is used. */

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DocumentStore } from '../../shared/storage/document-store.ts';
import type { Settings, StoreSettings } from './settings.ts';

/** One document store for each container. */
export interface Stores {
  readonly resources: DocumentStore;
  readonly accounts: DocumentStore;
  readonly secrets: DocumentStore;
}

export async function openStores({ store, secretsFile }: Settings): Promise<Stores> {
  const { openSqlite } = await import('../../shared/storage/sqlite/sqlite-store.ts');
  mkdirSync(dirname(secretsFile), { recursive: true, mode: 0o700 });
  const secrets = openSqlite(secretsFile, 'secrets');
  if (store.kind === 'cosmos') return { ...(await openCosmosStores(store)), secrets };
  const file = join(store.directory, 'scim.db');
  return { resources: openSqlite(file, 'resources'), accounts: openSqlite(file, 'accounts'), secrets };
}

type CosmosSettings = Extract<StoreSettings, { kind: 'cosmos' }>;

async function openCosmosStores({
  endpoint,
  database,
  key,
  clientId,
}: CosmosSettings): Promise<Omit<Stores, 'secrets'>> {
  const { cosmosClient } = await import('../../shared/storage/cosmos/cosmos-client.ts');
  const { openCosmos } = await import('../../shared/storage/cosmos/cosmos-store.ts');
  const client = cosmosClient({
    endpoint,
    ...(key === undefined ? {} : { key }),
    ...(clientId === undefined ? {} : { managedIdentityClientId: clientId }),
  });
  const open = (container: string) => openCosmos({ client, database, container });
  return { resources: open('resources'), accounts: open('accounts') };
}
