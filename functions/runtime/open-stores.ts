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
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import { type KeyedAccount, type RekeyReport, rekey, requireKeys } from '../../shared/storage/rekey/rekey.ts';
import type { OnDamage } from '../../shared/storage/sqlite/sqlite-watch.ts';
import { noTelemetry, type Telemetry } from '../../shared/telemetry/telemetry.ts';
import type { SecretStore } from '../../shared/tokens/token-stores.ts';
import { heldUntil, openCosmosContainers } from './open-cosmos.ts';
import type { SecretSettings, Settings, StoreSettings } from './settings.ts';

/** One document store for each container. */
export interface Containers {
  readonly resources: DocumentStore;
  readonly accounts: DocumentStore;
  readonly activity: DocumentStore;
}

export interface Stores extends Containers {
  readonly secrets: SecretStore;
  /** True where several instances serve them at the same time. */
  readonly isShared?: boolean;
  /** In what the real containers are other than they should be, as sentences; looked up while the app starts. */
  readonly differences?: Promise<readonly string[]>;
}

/** Stores that are up to date. Throws an Error that says what to do about data of a later version. */
export async function openStores(settings: Settings, telemetry: Telemetry = noTelemetry): Promise<Stores> {
  const stores = await connectStores(settings, telemetry);
  return bringUpToDate(settings, stores);
}

/**
 * Asks no service; of use for resources only when they are up to date.
 * @param onDamage for a service, which keeps its files open: told what is wrong with one
 */
export async function connectStores(
  settings: Pick<Settings, 'store' | 'secrets' | 'appService'>,
  telemetry: Telemetry,
  onDamage?: OnDamage,
): Promise<Stores> {
  const { store, secrets } = settings;
  const identity = await signIn(settings);
  const openTable = tablesOf(onDamage);
  const containers =
    store.kind === 'cosmos'
      ? openCosmosContainers(store, identity, telemetry)
      : await openFile(store, openTable);
  return { ...containers, secrets: await openSecrets(secrets, identity, telemetry, openTable) };
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
  const checked = once(() => requireKeys(stores.accounts).then(() => stores.resources));
  // Begun now; a request that needs the answer waits for it, or asks again after a failure.
  checked().catch(() => undefined);
  return { ...stores, resources: heldUntil(checked) };
}

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
  openTable: OpenTable,
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

async function openFile(
  { directory }: Extract<StoreSettings, { kind: 'sqlite' }>,
  openTable: OpenTable,
): Promise<Containers> {
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

type OpenTable = (file: string, container: string) => Promise<DocumentStore>;

const tablesOf =
  (onDamage: OnDamage | undefined): OpenTable =>
  async (file, container) => {
    const { openSqlite } = await import('../../shared/storage/sqlite/sqlite-store.ts');
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return openSqlite(file, container, { onDamage });
  };
