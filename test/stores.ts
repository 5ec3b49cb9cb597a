/** The stores that a service runs on: embedded, and those of Azure behind the real clients. */

import type { Stores } from '../functions/runtime/open-stores.ts';
import { openSqlite } from '../shared/storage/sqlite/sqlite-store.ts';
import { secretStore } from '../shared/storage/tokens/token-stores.ts';
import { connectedDouble } from './doubles/cosmos/index.ts';
import { connectedVault } from './doubles/key-vault/index.ts';

export const memoryStores = (): Stores => ({
  resources: openSqlite(':memory:', 'resources'),
  accounts: openSqlite(':memory:', 'accounts'),
  activity: openSqlite(':memory:', 'activity'),
  secrets: secretStore(openSqlite(':memory:', 'secrets'), Date.now),
});

export async function azureStores(): Promise<Stores> {
  const { connect } = await connectedDouble();
  return {
    resources: connect({ container: 'resources' }),
    accounts: connect({ container: 'accounts' }),
    activity: connect({ container: 'activity' }),
    secrets: connectedVault().connect(),
    isShared: true,
  };
}

/** For a `describe.each`. */
export const STORES: readonly (readonly [name: string, open: () => Promise<Stores>])[] = [
  ['SQLite', async () => memoryStores()],
  ['Cosmos DB and Key Vault', azureStores],
];
