/** Doubles of Cosmos DB, Key Vault and the endpoint of the managed identity on loopback, at a fixed latency. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMissing } from '../../shared/storage/cosmos/containers.ts';
import { cosmosClient } from '../../shared/storage/cosmos/cosmos-client.ts';
import { openCosmos } from '../../shared/storage/cosmos/cosmos-store.ts';
import { startCosmosDouble } from '../../test/doubles/cosmos/index.ts';
import { connectedVault, serveVault } from '../../test/doubles/key-vault/index.ts';
import { type Client, prepareAccount } from './account.ts';
import type { WorkerOptions } from './worker.ts';

export interface Azure {
  readonly client: Client;
  /** A worker of the app for provisioning, as it is deployed. */
  readonly worker: WorkerOptions;
  /** What the doubles were asked since the last call, each by its kind, such as `Key Vault get`. */
  requests(): readonly string[];
  close(): Promise<void>;
}

const DATABASE = 'scim';
const COSMOS = 'bench.documents.azure.com';
const VAULT = 'bench.vault.azure.net';

/** @param latency milliseconds that each call of a service takes, there and back */
export async function startAzure(latency: number): Promise<Azure> {
  let travelTime = 0;
  const half = () => travelTime / 2;
  const cosmos = await startCosmosDouble({ latency: half });
  const { double, connect } = connectedVault({ latency: half });
  const vault = await serveVault(double);
  const signIns: string[] = [];
  const identity = await startIdentity(() => {
    signIns.push('sign-in');

    return sleep(travelTime, double.tokens.issue());
  });
  const client = cosmosClient({ endpoint: cosmos.endpoint, key: cosmos.key });
  await createMissing(client, DATABASE);
  const open = (container: 'resources' | 'accounts' | 'activity') =>
    openCosmos({ client, database: DATABASE, container });
  const asClient = await prepareAccount({
    resources: open('resources'),
    accounts: open('accounts'),
    activity: open('activity'),
    secrets: connect(),
  });
  travelTime = latency;
  return {
    client: asClient,
    worker: {
      environment: {
        WEBSITE_INSTANCE_ID: 'bench',
        APP_ROLE: 'scim',
        PUBLIC_BASE_URL: 'https://scim.example.test',
        STORE: 'cosmos',
        COSMOS_ENDPOINT: `https://${COSMOS}:443/`,
        COSMOS_DATABASE: DATABASE,
        KEY_VAULT_URL: `https://${VAULT}`,
        IDENTITY_ENDPOINT: `http://127.0.0.1:${portOf(identity)}/msi/token`,
        IDENTITY_HEADER: 'bench',
      },
      loopback: { [COSMOS]: portOf(new URL(cosmos.endpoint)), [VAULT]: vault.port },
    },
    requests: () => [
      ...signIns.splice(0),
      ...cosmos.double.take().map(({ kind }) => `Cosmos DB ${kind}`),
      ...double.take().map(({ kind }) => `Key Vault ${kind}`),
    ],
    async close() {
      identity.closeAllConnections();
      identity.close();
      vault.close();
      client.dispose();
      await cosmos.close();
    },
  };
}

const portOf = (where: Server | URL): number =>
  where instanceof URL ? Number(where.port) : (where.address() as AddressInfo).port;

/** As App Service has it. @param issue a token for any resource */
async function startIdentity(issue: () => Promise<string>): Promise<Server> {
  const server = createServer(async (_request, response) => {
    const answer = {
      access_token: await issue(),
      expires_on: String(Math.floor(Date.now() / 1000) + 3600),
      token_type: 'Bearer',
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
