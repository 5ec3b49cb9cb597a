/** The containers on Cosmos DB: asked for the first time, they load the client and look at the account. */

import { setTimeout as sleep } from 'node:timers/promises';
import { once, requestsSent } from '../../shared/async/promises.ts';
import type { AzureIdentity } from '../../shared/azure-identity/azure-identity.ts';
import type { ContainerName } from '../../shared/storage/cosmos/containers.ts';
import type { Consistency } from '../../shared/storage/cosmos/cosmos-client.ts';
import type { CosmosRequest } from '../../shared/storage/cosmos/cosmos-store.ts';
import type { DocumentStore } from '../../shared/storage/documents/document-store.ts';
import type { Telemetry } from '../../shared/telemetry/telemetry.ts';
import type { StoreSettings } from './settings.ts';

type CosmosSettings = Extract<StoreSettings, { kind: 'cosmos' }>;

interface CosmosContainers extends Readonly<Record<ContainerName, DocumentStore>> {
  readonly isShared: true;
  /** In what the real containers are other than they should be, as sentences. */
  readonly differences: Promise<readonly string[]>;
}

/** Milliseconds. No request waits for what is only remarked, or shares the time of its start with it. */
const PAUSE_BEFORE_REMARKS = 1_000;

export function openCosmosContainers(
  settings: CosmosSettings,
  identity: AzureIdentity,
  telemetry: Telemetry,
): CosmosContainers {
  const onRequest = ({ kind, charge, ...request }: CosmosRequest) =>
    telemetry.called({ ...request, target: 'Azure Cosmos DB', operation: kind, requestUnits: charge });
  const { connected, confirmed } = clientsOf(settings, identity);
  const open = (container: ContainerName): DocumentStore => {
    const on = async (client: Awaited<ReturnType<typeof connected>>) => {
      const { openCosmos } = await import('../../shared/storage/cosmos/cosmos-store.ts');
      return openCosmos({ client, database: settings.database, container, onRequest });
    };
    const opened = once(async () => on(await connected()));
    const usable = once(async () => {
      const client = await confirmed();
      return client === (await connected()) ? opened() : on(client);
    });
    return readAhead(opened, usable);
  };
  const differences = async () => {
    await sleep(PAUSE_BEFORE_REMARKS, undefined, { ref: false });
    const { containerDifferences } = await import('../../shared/storage/cosmos/containers.ts');
    return containerDifferences((await confirmed()).database(settings.database));
  };
  return {
    resources: open('resources'),
    accounts: open('accounts'),
    activity: open('activity'),
    isShared: true,
    differences: differences().catch(() => []),
  };
}

/** A client that reads with Session consistency, and the one to use as soon as the default of the account is known. */
function clientsOf(settings: CosmosSettings, identity: AzureIdentity) {
  const connected = once(async () => {
    // What was asked of the vault leaves before the client is loaded.
    await requestsSent();
    return connectCosmos(settings, identity);
  });
  const confirmed = once(async () => {
    const client = await connected();
    const { requireConsistency } = await import('../../shared/storage/cosmos/consistency.ts');
    const consistency = await requireConsistency(client);
    return consistency === 'Session' ? client : connectCosmos(settings, identity, consistency);
  });
  return { connected, confirmed };
}

/**
 * Until a store is known to be usable, reads are sent ahead, and their answers are held back: a first request waits for one
 * call of the service less. Nothing is written ahead.
 *
 * @param usable the same store, or the one to ask again; throws while nothing may be read
 */
function readAhead(
  opened: () => Promise<DocumentStore>,
  usable: () => Promise<DocumentStore>,
): DocumentStore {
  let known: DocumentStore | undefined;
  const ask = async <Answer>(read: (store: DocumentStore) => Promise<Answer>): Promise<Answer> => {
    if (known) return read(known);
    const store = await opened();
    const ahead = read(store);
    // Whether it failed is of interest to none but the caller, who may get another error.
    ahead.catch(() => undefined);
    known = await usable();
    return known === store ? ahead : read(known);
  };
  return {
    ...heldUntil(usable),
    read: (...asked) => ask((store) => store.read(...asked)),
    query: (...asked) => ask((store) => store.query(...asked)),
    count: (...asked) => ask((store) => store.count(...asked)),
  };
}

export const heldUntil = (opened: () => Promise<DocumentStore>): DocumentStore => ({
  read: (...asked) => opened().then((store) => store.read(...asked)),
  batch: (...asked) => opened().then((store) => store.batch(...asked)),
  query: (...asked) => opened().then((store) => store.query(...asked)),
  count: (...asked) => opened().then((store) => store.count(...asked)),
});

async function connectCosmos(
  { endpoint, key, clientId }: CosmosSettings,
  identity: AzureIdentity,
  consistency: Consistency = 'Session',
) {
  const { cosmosClient } = await import('../../shared/storage/cosmos/cosmos-client.ts');
  return cosmosClient({
    endpoint,
    ...(key === undefined ? {} : { key }),
    managedIdentityClientId: clientId,
    ...identity,
    consistency,
  });
}
