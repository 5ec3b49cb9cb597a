import type { HttpClient } from '@azure/core-rest-pipeline';
import containers from '../../shared/storage/cosmos/containers.json' with { type: 'json' };
import { createMissing } from '../../shared/storage/cosmos/containers.ts';
import { cosmosClient } from '../../shared/storage/cosmos/cosmos-client.ts';
import { openCosmos } from '../../shared/storage/cosmos/cosmos-store.ts';
import { CosmosDouble, connectedDouble, httpClientOf, startCosmosDouble } from '../doubles/cosmos/index.ts';

const key = Buffer.from('some key').toString('base64');
const now = async () => undefined;

describe('Who may sign in', () => {
  it.each([
    'https://acme.documents.azure.com',
    'https://localhost.acme.com',
    'https://10.0.0.1',
    'https://128.0.0.1',
    'http://[::2]:8081',
    'https://localhost@acme.com',
  ])('a key for %s is refused, with what to do', (endpoint) => {
    expect(() => cosmosClient({ endpoint, key })).toThrow(
      /^COSMOS_KEY works for an emulator on localhost only/,
    );
  });

  it.each(['http://localhost:8081', 'http://127.0.0.1:80', 'https://127.1', 'http://[::1]:1'])(
    'a key for %s is taken',
    (endpoint) => {
      expect(() => cosmosClient({ endpoint, key })).not.toThrow();
    },
  );

  it('elsewhere a token of Entra ID goes with every request', async () => {
    const { double } = await connectedDouble();
    const authorizations: unknown[] = [];
    const inner = httpClientOf(double);
    const httpClient: HttpClient = {
      sendRequest(request) {
        authorizations.push(request.headers.get('authorization'));
        return inner.sendRequest(request);
      },
    };
    const credential = {
      getToken: async () => ({ token: 'from-entra', expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    const client = cosmosClient({ endpoint: 'https://acme.documents.azure.com', credential, httpClient });
    const store = openCosmos({ client, database: 'scim', container: 'resources' });
    expect(await store.read('AcDemo', 'u.1')).toBeUndefined();
    expect(authorizations).toEqual([expect.stringContaining('from-entra')]);
  });

  it('a sign-in that fails is an unavailable store, also for a write', async () => {
    const { double } = await connectedDouble();
    const credential = {
      getToken: async () => {
        throw new Error('no identity endpoint');
      },
    };
    const endpoint = 'https://acme.documents.azure.com';
    const client = cosmosClient({ endpoint, credential, httpClient: httpClientOf(double) });
    const store = openCosmos({ client, database: 'scim', container: 'resources', wait: now });
    await expect(store.batch('AcDemo', [{ kind: 'delete', id: 'u.1' }])).rejects.toMatchObject({
      name: 'StoreUnavailable',
      ambiguous: false,
    });
    expect(double.take()).toEqual([]);
  });
});

describe('Databases and containers', () => {
  it('are created once, with the partition key, the ttl switch and the indexing policy', async () => {
    const double = new CosmosDouble();
    const client = cosmosClient({
      endpoint: 'http://localhost:1',
      key: double.key,
      httpClient: httpClientOf(double),
    });
    await createMissing(client, 'scim', ['resources', 'accounts']);
    const { resource } = await client.database('scim').container('accounts').read();
    expect(resource).toMatchObject({
      ...containers.accounts,
      partitionKey: { paths: ['/partitionKey'], version: 2 },
      defaultTtl: -1,
    });
    double.take();
    await createMissing(client, 'scim', ['resources', 'accounts']);
    expect(double.take('create')).toEqual([]);
  });

  it('are never created in Azure', async () => {
    const double = new CosmosDouble();
    const credential = { getToken: async () => null };
    const endpoint = 'https://acme.documents.azure.com';
    const client = cosmosClient({ endpoint, credential, httpClient: httpClientOf(double) });
    await expect(createMissing(client, 'scim', ['resources'])).rejects.toThrow(TypeError);
    expect(double.take()).toEqual([]);
  });
});

describe('Over a socket', () => {
  const open = async (endpoint: string, accountKey: string) => {
    const client = cosmosClient({ endpoint, key: accountKey });
    return { client, store: openCosmos({ client, database: 'scim', container: 'resources', wait: now }) };
  };

  it('the double serves reads and batches, and a connection that it resets is a lost answer', async () => {
    const running = await startCosmosDouble();
    try {
      const { client, store } = await open(running.endpoint, running.key);
      await createMissing(client, 'scim', ['resources']);
      const document = { id: 'u.1', type: 'user', name: 'é' };
      running.double.inject('batch', { kind: 'reset', work: 'done' });
      await expect(store.batch('AcDemo', [{ kind: 'create', document }])).rejects.toMatchObject({
        ambiguous: true,
      });
      running.double.inject('read', { kind: 'reset', work: 'undone' });
      expect(await store.read('AcDemo', 'u.1')).toEqual(document);
    } finally {
      await running.close();
    }
  });

  it('a port where nobody listens: nothing was written, and that is known', async () => {
    const running = await startCosmosDouble();
    await running.close();
    const { store } = await open(running.endpoint, running.key);
    await expect(store.batch('AcDemo', [{ kind: 'delete', id: 'u.1' }])).rejects.toMatchObject({
      name: 'StoreUnavailable',
      ambiguous: false,
    });
  });
});
