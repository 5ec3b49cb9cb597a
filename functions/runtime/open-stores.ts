/** Opens the stores that the settings name; loads only the products that are used. */

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resourceTypesOf } from '../../shared/accounts/resource-types.ts';
import { once } from '../../shared/async/promises.ts';
import {
  type AzureIdentity,
  managedIdentity,
  signInAhead,
} from '../../shared/azure-identity/azure-identity.ts';
import { accountStore } from '../../shared/storage/accounts/account-store.ts';
import type { ContainerName } from '../../shared/storage/cosmos/containers.ts';
import type { CosmosRequest } from '../../shared/storage/cosmos/cosmos-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { type KeyedAccount, type RekeyReport, rekey, requireKeys } from '../../shared/storage/rekey/rekey.ts';
import { noTelemetry, type Telemetry } from '../../shared/telemetry/telemetry.ts';
import type { SecretStore } from '../../shared/tokens/token-stores.ts';
import type { SecretSettings, Settings, StoreSettings } from './settings.ts';

/** One document store for each container. */
export interface Containers {
  readonly resources: DocumentStore;
  readonly accounts: DocumentStore;
  readonly activity: DocumentStore;
}

export interface Stores extends Containers {
  readonly secrets: SecretStore;
  /** In what the real containers are other than they should be, as sentences; looked up while the app starts. */
  readonly differences?: Promise<readonly string[]>;
}

/** Stores that are up to date. Throws an Error that says what to do about data of a later version. */
export async function openStores(settings: Settings, telemetry: Telemetry = noTelemetry): Promise<Stores> {
  const stores = await connectStores(settings, telemetry);
  return bringUpToDate(settings, stores);
}

/** Asks no service; of use for resources only when they are up to date. */
export async function connectStores(
  settings: Pick<Settings, 'store' | 'secrets' | 'appService'>,
  telemetry: Telemetry,
): Promise<Stores> {
  const { store, secrets } = settings;
  const identity = await signIn(settings);
  const containers =
    store.kind === 'cosmos' ? await openCosmosContainers(store, identity, telemetry) : await openFile(store);
  return { ...containers, secrets: await openSecrets(secrets, identity, telemetry) };
}

/** Both sign-ins go on while the clients, which need them, are loaded. */
async function signIn({
  store,
  secrets,
  appService,
}: Parameters<typeof connectStores>[0]): Promise<AzureIdentity> {
  if (store.kind !== 'cosmos' || secrets.kind !== 'key-vault') return { appService };
  const { cosmosScope } = await import('../../shared/storage/cosmos/cosmos-client.ts');
  const { vaultScope } = await import('../../shared/tokens/key-vault/key-vault-client.ts');
  const credential = await managedIdentity({ managedIdentityClientId: store.clientId, appService });
  if (appService) await signInAhead(credential, [cosmosScope(store.endpoint), vaultScope(secrets.url)]);
  return { credential };
}

/**
 * What an earlier version wrote is brought up to date by the app that may write accounts, before anything else. Another
 * app checks that it is: no resource is read or written before, but tokens are verified meanwhile.
 * Throws an Error that says what to do about data of a later version.
 */
export async function bringUpToDate<Opened extends Containers>(
  { role, store }: Pick<Settings, 'role' | 'store'>,
  stores: Opened,
): Promise<Opened> {
  if (role !== 'scim' || store.kind !== 'cosmos') {
    await rekey(stores, () => keyedAccounts(stores), writeLine, Date.now);
    return stores;
  }
  const checked = once(() => requireKeys(stores.accounts));
  // Begun now; a request that needs the answer waits for it, or asks again after a failure.
  checked().catch(() => undefined);
  return { ...stores, resources: heldUntil(checked, stores.resources) };
}

const heldUntil = (ready: () => Promise<void>, store: DocumentStore): DocumentStore => ({
  read: (...asked) => ready().then(() => store.read(...asked)),
  batch: (...asked) => ready().then(() => store.batch(...asked)),
  query: (...asked) => ready().then(() => store.query(...asked)),
  count: (...asked) => ready().then(() => store.count(...asked)),
});

/** An emulator starts empty; in Azure the deployment creates the containers. */
export async function createContainers({ store }: Pick<Settings, 'store'>): Promise<void> {
  if (store.kind !== 'cosmos' || store.key === undefined) return;
  const { cosmosClient } = await import('../../shared/storage/cosmos/cosmos-client.ts');
  const { createMissing } = await import('../../shared/storage/cosmos/containers.ts');
  const client = cosmosClient({ endpoint: store.endpoint, key: store.key });
  await createMissing(client, store.database);
  client.dispose();
}

async function openSecrets(
  settings: SecretSettings,
  identity: AzureIdentity,
  telemetry: Telemetry,
): Promise<SecretStore> {
  if (settings.kind === 'file') {
    const { secretStore } = await import('../../shared/storage/tokens/token-stores.ts');
    return secretStore(await openTable(settings.file, 'secrets'), Date.now);
  }
  const { keyVaultStore } = await import('../../shared/tokens/key-vault/key-vault-store.ts');
  return keyVaultStore({
    url: settings.url,
    managedIdentityClientId: settings.clientId,
    ...identity,
    onRequest: ({ kind, status, milliseconds }) =>
      telemetry.called({ target: 'Azure Key Vault', operation: kind, status, milliseconds }),
  });
}

async function openFile({ directory }: Extract<StoreSettings, { kind: 'sqlite' }>): Promise<Containers> {
  const file = join(directory, 'scim.db');
  return {
    resources: await openTable(file, 'resources'),
    accounts: await openTable(file, 'accounts'),
    activity: await openTable(file, 'activity'),
  };
}

async function keyedAccounts({ accounts }: Containers): Promise<readonly KeyedAccount[]> {
  const all = await accountStore(accounts, Date.now).list();
  return all.map((account) => ({ id: account.id, types: resourceTypesOf(account) }));
}

/** Beside what a command prints. */
const writeLine: RekeyReport = (line) => console.error(JSON.stringify(line));

async function openTable(file: string, container: string): Promise<DocumentStore> {
  const { openSqlite } = await import('../../shared/storage/sqlite/sqlite-store.ts');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return openSqlite(file, container);
}

async function openCosmosContainers(
  settings: Extract<StoreSettings, { kind: 'cosmos' }>,
  identity: AzureIdentity,
  telemetry: Telemetry,
): Promise<Omit<Stores, 'secrets'>> {
  const { endpoint, database, key, clientId } = settings;
  const { cosmosClient } = await import('../../shared/storage/cosmos/cosmos-client.ts');
  const { containerDifferences } = await import('../../shared/storage/cosmos/containers.ts');
  const { openCosmos } = await import('../../shared/storage/cosmos/cosmos-store.ts');
  const client = cosmosClient({
    endpoint,
    ...(key === undefined ? {} : { key }),
    managedIdentityClientId: clientId,
    ...identity,
  });
  const onRequest = ({ kind, charge, ...request }: CosmosRequest) =>
    telemetry.called({ ...request, target: 'Azure Cosmos DB', operation: kind, requestUnits: charge });
  const open = (container: ContainerName) => openCosmos({ client, database, container, onRequest });
  return {
    resources: open('resources'),
    accounts: open('accounts'),
    activity: open('activity'),
    differences: containerDifferences(client.database(database)),
  };
}
